import { DeletionService } from '$lib/gen/wasl/accounts/v1/deletion_pb';
import { knowReasons } from '$lib/i18n/errors';
import { m } from '$lib/i18n/messages.svelte';
import { callHttp } from '$lib/wire/http';

knowReasons({ 'accounts.not_your_password': m.error_accounts_not_your_password, 'accounts.last_administrator': m.error_team_last });

export const deleteAccount = (password: string) => callHttp(DeletionService.method.deleteAccount, { password });
