#include "mydata/words.hpp"

namespace wasl::mydata {

namespace {
constexpr Words kArabic{
    "ar",    "rtl",     "بياناتي على وصل",   "الحساب",  "المحادثات", "عضو سابق", "رسالة محذوفة", "رسالة معاد توجيهها",
    "معدّلة", "استطلاع", "تغيير في المحادثة", "الملفات", "رجوع",      "أُعدّ في"};
constexpr Words kFrench{"fr",
                        "ltr",
                        "Mes données sur Wasl",
                        "Compte",
                        "Conversations",
                        "Ancien membre",
                        "Message supprimé",
                        "Message transféré",
                        "modifié",
                        "Sondage",
                        "Changement dans la conversation",
                        "Fichiers",
                        "Retour",
                        "Préparé le"};
constexpr Words kEnglish{"en",
                         "ltr",
                         "My data on Wasl",
                         "Account",
                         "Conversations",
                         "Former member",
                         "Deleted message",
                         "Forwarded message",
                         "edited",
                         "Poll",
                         "Change in the conversation",
                         "Files",
                         "Back",
                         "Made on"};
}  // namespace

const Words& words(const std::string& language) {
  if (language == "ar") return kArabic;
  return language == "fr" ? kFrench : kEnglish;
}

}  // namespace wasl::mydata
