#include "directory/pages/words.hpp"

#include <unicode/udat.h>
#include <unicode/uloc.h>
#include <unicode/unistr.h>

#include <memory>

namespace wasl::directory::pages {

namespace {

constexpr Words kInArabic{
    .self = "العربية",
    .app = "وصل",
    .tagline = "دليل الجمعيات والشركاء",
    .other_languages = "لغة الصفحة",
    .open_in_app = "افتح في وصل",
    .verified = "تم التحقق",
    .to_confirm = "بطاقة تنتظر التأكيد",
    .confirmed = "آخر تأكيد: ",
    .separator = "، ",
    .mission = "المهمة",
    .description = "التعريف",
    .track_record = "أهم الإنجازات",
    .priorities = "الأولويات الاستراتيجية",
    .mechanisms = "آليات التمويل",
    .procedures = "إجراءات التمويل",
    .publications = "المنشورات",
    .territories = "مناطق التدخل",
    .about = "الوضع القانوني والحجم",
    .founded = "سنة التأسيس",
    .registration = "رقم التسجيل",
    .president = "الرئاسة",
    .members = "عدد الأعضاء",
    .staff = "عدد الأجراء",
    .volunteers = "عدد المتطوعين",
    .budget = "الميزانية السنوية",
    .languages = "لغات العمل",
    .contact = "الاتصال",
    .place = "المكان",
    .show_on_map = "اعرض على الخريطة",
    .website = "الموقع الإلكتروني",
    .links = "شبكات التواصل",
    .for_members = "قد توجد معطيات أخرى مخصّصة لأعضاء المنظمات المنشورة.",
    .email = "بريد إلكتروني",
    .phone = "هاتف",
    .whatsapp = "واتساب",
    .fax = "فاكس",
    .address = "عنوان",
    .missing_title = "لا توجد هذه الصفحة",
    .missing_text = "قد تكون المنظمة غير منشورة، أو الرابط غير كامل.",
    .to_app = "إلى وصل",
    .text_in = {"هذا النص بالعربية", "هذا النص بالفرنسية", "هذا النص بالإنجليزية"},
    .kinds = {"", "جمعية", "شريك تقني ومالي", "سلطة عمومية", "فريق المنصة"},
    .counts = {"", "لا أحد", "من 1 إلى 9", "من 10 إلى 49", "من 50 إلى 199", "من 200 إلى 999", "1000 فأكثر"},
    .budgets = {"", "أقل من 5000 يورو", "من 5000 إلى 20 ألف يورو", "من 20 ألفًا إلى 100 ألف يورو",
                "من 100 ألف إلى 500 ألف يورو", "أكثر من 500 ألف يورو"},
};

constexpr Words kInFrench{
    .self = "Français",
    .app = "Wasl",
    .tagline = "L’annuaire des associations et de leurs partenaires",
    .other_languages = "Langue de la page",
    .open_in_app = "Ouvrir dans Wasl",
    .verified = "Vérifiée",
    .to_confirm = "Fiche à confirmer",
    .confirmed = "Dernière confirmation : ",
    .separator = ", ",
    .mission = "Mission",
    .description = "Présentation",
    .track_record = "Réalisations",
    .priorities = "Priorités stratégiques",
    .mechanisms = "Mécanismes de financement",
    .procedures = "Procédures de financement",
    .publications = "Publications",
    .territories = "Territoires d’intervention",
    .about = "Statut et taille",
    .founded = "Année de création",
    .registration = "Numéro d’enregistrement",
    .president = "Présidence",
    .members = "Nombre de membres",
    .staff = "Salariés",
    .volunteers = "Bénévoles",
    .budget = "Budget annuel",
    .languages = "Langues de travail",
    .contact = "Contact",
    .place = "Lieu",
    .show_on_map = "Voir sur la carte",
    .website = "Site web",
    .links = "Réseaux sociaux",
    .for_members = "D’autres coordonnées peuvent être réservées aux membres d’organisations publiées.",
    .email = "E-mail",
    .phone = "Téléphone",
    .whatsapp = "WhatsApp",
    .fax = "Fax",
    .address = "Adresse",
    .missing_title = "Cette page n’existe pas",
    .missing_text = "L’organisation n’est peut-être pas publiée, ou le lien n’est pas entier.",
    .to_app = "Aller à Wasl",
    .text_in = {"Texte en arabe", "Texte en français", "Texte en anglais"},
    .kinds = {"", "Association", "Partenaire technique et financier", "Autorité publique", "Équipe de la plateforme"},
    .counts = {"", "Aucun", "De 1 à 9", "De 10 à 49", "De 50 à 199", "De 200 à 999", "1000 et plus"},
    .budgets = {"", "Moins de 5 000 €", "De 5 000 à 20 000 €", "De 20 000 à 100 000 €", "De 100 000 à 500 000 €",
                "Plus de 500 000 €"},
};

constexpr Words kInEnglish{
    .self = "English",
    .app = "Wasl",
    .tagline = "The directory of associations and their partners",
    .other_languages = "Language of the page",
    .open_in_app = "Open in Wasl",
    .verified = "Verified",
    .to_confirm = "To be confirmed",
    .confirmed = "Last confirmed on ",
    .separator = ", ",
    .mission = "Mission",
    .description = "Description",
    .track_record = "Track record",
    .priorities = "Strategic priorities",
    .mechanisms = "Funding mechanisms",
    .procedures = "Funding procedures",
    .publications = "Publications",
    .territories = "Territories",
    .about = "Legal status and size",
    .founded = "Founded in",
    .registration = "Registration number",
    .president = "President",
    .members = "Members",
    .staff = "Staff",
    .volunteers = "Volunteers",
    .budget = "Yearly budget",
    .languages = "Working languages",
    .contact = "Contact",
    .place = "Place",
    .show_on_map = "Show on the map",
    .website = "Website",
    .links = "Social links",
    .for_members = "Other contacts may be for members of published organisations.",
    .email = "E-mail",
    .phone = "Phone",
    .whatsapp = "WhatsApp",
    .fax = "Fax",
    .address = "Address",
    .missing_title = "There is no such page",
    .missing_text = "The organisation may not be published, or the link may not be whole.",
    .to_app = "Go to Wasl",
    .text_in = {"Text in Arabic", "Text in French", "Text in English"},
    .kinds = {"", "Association", "Technical and financial partner", "Public authority", "Platform team"},
    .counts = {"", "None", "1 to 9", "10 to 49", "50 to 199", "200 to 999", "1000 or more"},
    .budgets = {"", "Under €5,000", "€5,000 to €20,000", "€20,000 to €100,000", "€100,000 to €500,000",
                "Over €500,000"},
};

template <std::size_t kCount>
std::string_view at(const std::array<std::string_view, kCount>& list, int index) {
  return index >= 0 && static_cast<std::size_t>(index) < kCount ? list[static_cast<std::size_t>(index)]
                                                                : std::string_view{};
}

// Tunisia and Morocco write Western digits, and so does Djibouti.
const char* locale_of(Language language) {
  return language == kArabic ? "ar-u-nu-latn" : language == kFrench ? "fr" : "en-GB";
}

std::string utf8(const UChar* text, int32_t length) {
  std::string out;
  icu::UnicodeString(text, length).toUTF8String(out);
  return out;
}

using Naming = int32_t (*)(const char*, const char*, UChar*, int32_t, UErrorCode*);

std::string named(Naming naming, const std::string& locale, const std::string& code, Language language) {
  UChar name[100];
  UErrorCode status = U_ZERO_ERROR;
  const auto length = naming(locale.c_str(), locale_of(language), name, 100, &status);
  return U_FAILURE(status) || status == U_USING_DEFAULT_WARNING || length <= 0 ? code : utf8(name, length);
}

}  // namespace

const Words& words(Language language) {
  return language == kArabic ? kInArabic : language == kFrench ? kInFrench : kInEnglish;
}

std::string_view kind_word(const Words& words, v1::OrganisationKind kind) { return at(words.kinds, kind); }
std::string_view count_word(const Words& words, v1::CountBand band) { return at(words.counts, band); }
std::string_view budget_word(const Words& words, v1::BudgetBand band) { return at(words.budgets, band); }

std::string_view contact_word(const Words& words, v1::ContactKind kind) {
  switch (kind) {
    case v1::CONTACT_EMAIL:
      return words.email;
    case v1::CONTACT_PHONE:
      return words.phone;
    case v1::CONTACT_WHATSAPP:
      return words.whatsapp;
    case v1::CONTACT_FAX:
      return words.fax;
    default:
      return words.address;
  }
}

std::string country_name(const std::string& code, Language language) {
  return code.empty() ? "" : named(uloc_getDisplayCountry, "und_" + code, code, language);
}

std::string language_name(const std::string& code, Language language) {
  return named(uloc_getDisplayLanguage, code, code, language);
}

std::string date(std::int64_t ms, Language language) {
  UErrorCode status = U_ZERO_ERROR;
  const char16_t zone[] = u"UTC";
  const std::unique_ptr<UDateFormat, decltype(&udat_close)> format(
      udat_open(UDAT_NONE, UDAT_LONG, locale_of(language), zone, -1, nullptr, 0, &status), udat_close);
  UChar text[100];
  const auto length = udat_format(format.get(), static_cast<UDate>(ms), text, 100, nullptr, &status);
  return U_FAILURE(status) ? std::string() : utf8(text, length);
}

}  // namespace wasl::directory::pages
