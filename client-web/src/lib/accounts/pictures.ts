import { PictureService } from '$lib/gen/wasl/accounts/v1/pictures_pb';
import { callHttp } from '$lib/wire/http';

/** '0': none. */
export const setMyPicture = (pictureId: string) => callHttp(PictureService.method.setMyPicture, { pictureId });
