#include "accounts/pictures.hpp"

#include "media/access.hpp"
#include "router/service.hpp"

namespace wasl::accounts {

using storage::Tx;
using Audience = media::access::Audience;

namespace {

const storage::Statement kSet{"accounts.set_picture", R"(
  update people set picture_id = nullif($2::bigint, 0)
  where id = $1 and deleted_at is null and coalesce(picture_id, 0) <> $2::bigint)"};

}  // namespace

void Pictures::bind(router::Registry& registry, std::shared_ptr<Pictures> pictures) {
  router::Service service(registry, "wasl.accounts.v1.PictureService", std::move(pictures));
  service.bind("SetMyPicture", &Pictures::set);
}

asio::awaitable<v1::SetMyPictureResponse> Pictures::set(router::Context& context,
                                                        const v1::SetMyPictureRequest& request) {
  co_return co_await db_.transact(
      [this, me = context.viewer.person, picture = request.picture_id()](Tx& tx) {
        if (tx.exec(kSet, me, picture).affected_rows() > 0) {
          media::access::set_picture(tx, me, {media::access::Subject::kPerson, raw(me)}, picture, Audience::kSignedIn);
          v1::PictureChanged event;
          event.set_picture_id(picture);
          streams_.append(tx, stream_of(me), v1::EVENT_PICTURE_CHANGED, event);
        }
        return v1::SetMyPictureResponse{};
      },
      storage::InDoubt::kRunAgain);
}

}  // namespace wasl::accounts
