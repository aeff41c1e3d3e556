#include "directory/mails.hpp"

#include <google/protobuf/struct.pb.h>

#include <array>

#include "directory/json.hpp"

namespace wasl::directory::mails {

namespace {

struct Text {
  const char *subject, *body;
};

// In the order of Kind; within it Arabic, French, English.
constexpr std::array<std::array<Text, 3>, 9> kTexts{{
    {{{"دعوة إلى الانضمام إلى «{organisation}»",
       "تدعوكم «{organisation}» إلى الحديث باسمها في «وصل». لقبول الدعوة افتحوا هذا الرابط:\n\n{link}\n\n"
       "يصلح الرابط أسبوعًا، ومرة واحدة. وإن لم تعرفوا هذه المنظمة، فلا تفعلوا شيئًا."},
      {"Invitation à rejoindre « {organisation} »",
       "« {organisation} » vous invite à parler en son nom sur Wasl. Pour accepter, ouvrez ce lien :\n\n{link}\n\n"
       "Le lien est valable une semaine et ne sert qu’une fois. Si vous ne connaissez pas cette organisation, ne "
       "faites rien."},
      {"Invitation to join “{organisation}”",
       "“{organisation}” invites you to speak in its name on Wasl. To accept, open this link:\n\n{link}\n\n"
       "The link works for a week, and once. If you do not know this organisation, do nothing."}}},
    {{{"هل ما زالت بيانات «{organisation}» صحيحة؟",
       "مرّت ستة أشهر منذ أن أكّدتم بيانات «{organisation}» في دليل «وصل». راجعوها وأكّدوها من هنا:\n\n{link}\n\n"
       "إن لم يؤكّدها أحد خلال سنة، فلن تبقى منشورة."},
      {"La fiche de « {organisation} » est-elle à jour ?",
       "Voilà six mois que la fiche de « {organisation} » dans l’annuaire Wasl n’a pas été confirmée. Relisez-la et "
       "confirmez-la ici :\n\n{link}\n\nSans confirmation pendant un an, elle ne sera plus publiée."},
      {"Is the entry of “{organisation}” still right?",
       "It is six months since somebody confirmed the entry of “{organisation}” in the Wasl directory. Read and "
       "confirm it "
       "here:\n\n{link}\n\nAfter a year without confirmation it will no longer be published."}}},
    {{{"لم تعد «{organisation}» منشورة",
       "لم يؤكّد أحد بيانات «{organisation}» منذ سنة، فلم تعد منشورة في دليل «وصل». أكّدوها لتُنشر من جديد:\n\n{link}"},
      {"« {organisation} » n’est plus publiée",
       "Personne n’a confirmé la fiche de « {organisation} » depuis un an : elle n’est plus publiée dans l’annuaire "
       "Wasl. "
       "Confirmez-la pour la publier de nouveau :\n\n{link}"},
      {"“{organisation}” is no longer published",
       "Nobody has confirmed the entry of “{organisation}” for a year: it is no longer published in the Wasl "
       "directory. Confirm "
       "it to publish it again:\n\n{link}"}}},
    {{{"بيانات «{organisation}» تحتاج إلى تعديل",
       "نظر فريق التحقق في بيانات «{organisation}»، وأعادها مع ملاحظات. اطّلعوا عليها وعدّلوا ثم أرسلوا من "
       "جديد:\n\n{link}"},
      {"La fiche de « {organisation} » est à compléter",
       "L’équipe de vérification a relu la fiche de « {organisation} » et vous la renvoie avec des remarques. "
       "Lisez-les, "
       "corrigez et renvoyez la fiche :\n\n{link}"},
      {"The entry of “{organisation}” needs changes",
       "The verifiers have looked at the entry of “{organisation}” and returned it with remarks. Read them, make the "
       "changes and "
       "submit it again:\n\n{link}"}}},
    {{{"نُشرت بيانات «{organisation}»", "تم التحقق من بيانات «{organisation}»، وهي منشورة في دليل «وصل»:\n\n{link}"},
      {"La fiche de « {organisation} » est publiée",
       "La fiche de « {organisation} » a été vérifiée ; elle est publiée dans l’annuaire Wasl :\n\n{link}"},
      {"The entry of “{organisation}” is published",
       "The entry of “{organisation}” has been verified and is published in the Wasl directory:\n\n{link}"}}},
    {{{"قُبل عرضكم للمساعدة", "شكرًا على استعدادكم للمساعدة. قُبل عرضكم، وصار بإمكان الجمعيات أن تسألكم:\n\n{link}"},
      {"Votre offre d’aide est acceptée",
       "Merci de proposer votre aide. Votre offre est acceptée : les associations peuvent désormais vous poser leurs "
       "questions :\n\n{link}"},
      {"Your offer of help is accepted",
       "Thank you for offering your help. Your offer is accepted: associations can now ask you:\n\n{link}"}}},
    {{{"عرضكم للمساعدة يحتاج إلى تعديل",
       "شكرًا على استعدادكم للمساعدة. أُعيد إليكم عرضكم مع ملاحظة. اطّلعوا عليها وعدّلوا ثم أرسلوا من جديد:\n\n{link}"},
      {"Votre offre d’aide est à compléter",
       "Merci de proposer votre aide. Votre offre vous est renvoyée avec une remarque. Lisez-la, corrigez et renvoyez "
       "l’offre :\n\n{link}"},
      {"Your offer of help needs changes",
       "Thank you for offering your help. Your offer is returned to you with a remark. Read it, make the changes and "
       "send "
       "it again:\n\n{link}"}}},
    {{{"عادت «{organisation}» كما كانت",
       "رفعت إدارة المنصة التعليق عن «{organisation}» في دليل «وصل»، وعادت كما كانت:\n\n{link}"},
      {"« {organisation} » est rétablie",
       "La suspension de « {organisation} » dans l’annuaire Wasl est levée ; elle est de nouveau comme avant "
       ":\n\n{link}"},
      {"“{organisation}” is back",
       "The suspension of “{organisation}” in the Wasl directory has been lifted; it is again as it was:\n\n{link}"}}},
    {{{"عُلّقت «{organisation}»",
       "علّقت إدارة المنصة «{organisation}» في دليل «وصل»: لم تعد تظهر لأحد، ولا يتحدث أحد باسمها حتى يُرفع التعليق.\n\n"
       "للتظلّم اكتبوا إلى هذا العنوان:\n\n{link}\n\nالسبب: {reason}"},
      {"« {organisation} » est suspendue",
       "L’administration de la plateforme a suspendu « {organisation} » dans l’annuaire Wasl : elle n’est plus visible "
       "et "
       "personne ne parle en son nom tant que la suspension n’est pas levée.\n\nPour un recours, écrivez à cette "
       "adresse :\n\n{link}\n\nMotif : {reason}"},
      {"“{organisation}” is suspended",
       "The administrators of the platform have suspended “{organisation}” in the Wasl directory: it is not visible "
       "any more, "
       "and nobody speaks in its name until the suspension is lifted.\n\nTo appeal, write to this "
       "address:\n\n{link}\n\nReason: {reason}"}}},
}};

constexpr std::array<Text, 3> kFrames{{{"مرحبًا،", "وصل"}, {"Bonjour,", "Wasl"}, {"Hello,", "Wasl"}}};

std::size_t index_of(const std::string& language) { return language == "ar" ? 0 : language == "fr" ? 1 : 2; }

// The link first: a name might contain "{link}".
std::string filled(std::string text, const std::string& organisation, const std::string& link) {
  if (const auto at = text.find("{link}"); at != std::string::npos) text.replace(at, 6, link);
  if (const auto at = text.find("{organisation}"); at != std::string::npos) text.replace(at, 14, organisation);
  return text;
}

std::string with_reason(std::string text, const std::string& reason) {
  if (const auto at = text.rfind("{reason}"); !reason.empty() && at != std::string::npos) text.replace(at, 8, reason);
  return text;
}

}  // namespace

std::string as_job(Kind kind, const std::string& to, const std::string& language, const std::string& organisation,
                   const std::string& link, const std::string& reason) {
  const auto index = index_of(language);
  const auto& text = kTexts.at(static_cast<std::size_t>(kind)).at(index);
  const auto& frame = kFrames.at(index);
  const auto body = std::string(frame.subject) + "\n\n" + with_reason(filled(text.body, organisation, link), reason) +
                    "\n\n" + frame.body + "\n";
  google::protobuf::Struct mail;
  (*mail.mutable_fields())["to"].set_string_value(to);
  (*mail.mutable_fields())["subject"].set_string_value(filled(text.subject, organisation, link));
  (*mail.mutable_fields())["body"].set_string_value(body);
  return json::write(mail);
}

}  // namespace wasl::directory::mails
