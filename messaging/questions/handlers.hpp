// QuestionService.
#pragma once
#include "router/context.hpp"
#include "router/registry.hpp"
#include "storage/db.hpp"
#include "streams/streams.hpp"
#include "wasl/messaging/v1/questions.pb.h"

namespace wasl::messaging::questions {

namespace asio = boost::asio;
using router::Context;

class Handlers {
 public:
  Handlers(storage::Db& db, streams::Streams& streams) : db_(db), streams_(streams) {}
  static void bind(router::Registry& registry, std::shared_ptr<Handlers> handlers);

  asio::awaitable<v1::AskSpecialistResponse> ask(Context&, const v1::AskSpecialistRequest&);
  asio::awaitable<v1::ListQuestionsResponse> list(Context&, const v1::ListQuestionsRequest&);
  asio::awaitable<v1::GetQuestionResponse> get(Context&, const v1::GetQuestionRequest&);
  asio::awaitable<v1::TakeQuestionResponse> take(Context&, const v1::TakeQuestionRequest&);
  asio::awaitable<v1::HandOnQuestionResponse> hand_on(Context&, const v1::HandOnQuestionRequest&);
  asio::awaitable<v1::CloseQuestionResponse> close(Context&, const v1::CloseQuestionRequest&);
  asio::awaitable<v1::ReopenQuestionResponse> reopen(Context&, const v1::ReopenQuestionRequest&);
  asio::awaitable<v1::ThankSpecialistResponse> thank(Context&, const v1::ThankSpecialistRequest&);
  asio::awaitable<v1::GetHelpGivenResponse> help_given(Context&, const v1::GetHelpGivenRequest&);

 private:
  storage::Db& db_;
  streams::Streams& streams_;
};

}  // namespace wasl::messaging::questions
