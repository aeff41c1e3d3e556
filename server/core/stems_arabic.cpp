#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "core/stems.hpp"

namespace wasl::stems {

namespace {

using View = std::u32string_view;
using Text = std::u32string;

// Folded, as everything here: no hamza carriers, "ه" for "ة", "ي" for "ى".
constexpr std::array<View, 2> kArticles{U"ال", U"لل"};
constexpr std::array<View, 8> kJoined{U"وال", U"فال", U"بال", U"كال", U"ولل", U"فلل", U"وبال", U"وكال"};
constexpr View kClitics = U"وفبلك";
constexpr std::array<View, 8> kPronouns{U"هما", U"ها", U"هم", U"هن", U"كم", U"كن", U"نا", U"ه"};
constexpr std::array<View, 9> kEndings{U"تين", U"تان", U"ات", U"ان", U"ون", U"ين", U"يه", U"ه", U"ي"};

// Plurals that grammar does not spell out of the singular ("broken"), of the words that associations use.
const std::map<View, View>& plurals() {
  static const std::map<View, View> all{
      {U"مشاريع", U"مشروع"},   {U"برامج", U"برنامج"},   {U"انشطه", U"نشاط"},     {U"مدارس", U"مدرسه"},   {U"مراكز", U"مركز"},
      {U"شركاء", U"شريك"},     {U"اعضاء", U"عضو"},      {U"مدن", U"مدينه"},      {U"قري", U"قريه"},      {U"مناطق", U"منطقه"},
      {U"احياء", U"حي"},       {U"اطفال", U"طفل"},      {U"شباب", U"شاب"},       {U"رجال", U"رجل"},      {U"اسر", U"اسره"},
      {U"حقوق", U"حق"},        {U"قوانين", U"قانون"},   {U"مجالس", U"مجلس"},     {U"لجان", U"لجنه"},     {U"وثايق", U"وثيقه"},
      {U"تقارير", U"تقرير"},   {U"رسايل", U"رساله"},    {U"اخبار", U"خبر"},      {U"صور", U"صوره"},      {U"ورش", U"ورشه"},
      {U"مواعيد", U"موعد"},    {U"ايام", U"يوم"},       {U"اشهر", U"شهر"},       {U"شهور", U"شهر"},      {U"سنوات", U"سنه"},
      {U"سنين", U"سنه"},       {U"اسابيع", U"اسبوع"},   {U"اموال", U"مال"},      {U"منح", U"منحه"},      {U"عرايض", U"عريضه"},
      {U"اراء", U"راي"},       {U"اهداف", U"هدف"},      {U"نتايج", U"نتيجه"},    {U"مراحل", U"مرحله"},   {U"فرق", U"فريق"},
      {U"كتب", U"كتاب"},       {U"دروس", U"درس"},       {U"تلاميذ", U"تلميذ"},   {U"طلاب", U"طالب"},     {U"طلبه", U"طالب"},
      {U"اساتذه", U"استاذ"},   {U"خبراء", U"خبير"},     {U"روساء", U"رييس"},     {U"مدراء", U"مدير"},    {U"وزراء", U"وزير"},
      {U"نواب", U"نايب"},      {U"عمال", U"عامل"},      {U"موارد", U"مورد"},     {U"وسايل", U"وسيله"},   {U"ادوات", U"اداه"},
      {U"دواوير", U"دوار"},    {U"شواطي", U"شاطي"},     {U"اشجار", U"شجره"},     {U"مياه", U"ماء"},      {U"بيوت", U"بيت"},
      {U"ديار", U"دار"},       {U"مساجد", U"مسجد"},     {U"ملاعب", U"ملعب"},     {U"حدايق", U"حديقه"},   {U"شوارع", U"شارع"},
      {U"طرق", U"طريق"},       {U"طرقات", U"طريق"},     {U"اسواق", U"سوق"},      {U"مصانع", U"مصنع"},    {U"افكار", U"فكره"},
      {U"مشاكل", U"مشكله"},    {U"حلول", U"حل"},        {U"اسيله", U"سوال"},     {U"اجوبه", U"جواب"},    {U"قضايا", U"قضيه"},
      {U"فوايد", U"فايده"},    {U"قواعد", U"قاعده"},    {U"شروط", U"شرط"},       {U"بنود", U"بند"},      {U"فصول", U"فصل"},
      {U"اقسام", U"قسم"},      {U"مكاتب", U"مكتب"},     {U"فروع", U"فرع"},       {U"احزاب", U"حزب"},     {U"عقود", U"عقد"},
      {U"محاضر", U"محضر"},     {U"جداول", U"جدول"},     {U"مواد", U"ماده"},      {U"شبكات", U"شبكه"},    {U"مانحين", U"مانح"},
      {U"اصدقاء", U"صديق"},    {U"زملاء", U"زميل"},     {U"اعمال", U"عمل"},      {U"ابناء", U"ابن"},     {U"اولاد", U"ولد"},
      {U"بنات", U"بنت"},       {U"فتيات", U"فتاه"},     {U"اماكن", U"مكان"},     {U"اسعار", U"سعر"},     {U"مبالغ", U"مبلغ"},
      {U"تواريخ", U"تاريخ"},   {U"اطراف", U"طرف"},      {U"ملفات", U"ملف"},      {U"روابط", U"رابط"},    {U"عناوين", U"عنوان"},
      {U"هواتف", U"هاتف"},     {U"ارقام", U"رقم"},      {U"اسماء", U"اسم"},      {U"مطالب", U"مطلب"},    {U"مقاييس", U"مقياس"},
      {U"معايير", U"معيار"},   {U"خطط", U"خطه"},        {U"فرص", U"فرصه"},       {U"قدرات", U"قدره"},    {U"اقاليم", U"اقليم"},
      {U"عمالات", U"عماله"},   {U"ولاه", U"والي"},      {U"سكان", U"ساكن"},      {U"معطيات", U"معطي"},   {U"حملات", U"حمله"},
  };
  return all;
}

// The word without `suffix`; empty when fewer than `keeps` letters would be left.
View without(View word, View suffix, std::size_t keeps) {
  if (!word.ends_with(suffix) || word.size() < suffix.size() + keeps) return {};
  return word.substr(0, word.size() - suffix.size());
}

class Stemmer {
 public:
  std::vector<Text> operator()(View word) {
    for (const auto start : starts(word)) {
      ends(start);
      for (const auto pronoun : kPronouns)
        if (const auto rest = without(start, pronoun, 3); !rest.empty()) {
          ends(rest);
          if (const auto of_teh = without(rest, U"ت", 3); !of_teh.empty()) ends(of_teh);
          break;
        }
    }
    return {found_.begin(), found_.end()};
  }

 private:
  // Where the word itself may begin.
  static std::vector<View> starts(View word) {
    for (const auto article : kArticles)
      if (word.starts_with(article) && word.size() >= article.size() + 3) return {word.substr(article.size())};
    std::vector<View> out{word};
    const auto joined = std::ranges::find_if(kJoined, [&](View j) { return word.starts_with(j) && word.size() >= j.size() + 3; });
    if (joined != kJoined.end())
      out.push_back(word.substr(joined->size()));
    else if (word.size() >= 5 && kClitics.find(word.front()) != View::npos)
      out.push_back(word.substr(1));
    return out;
  }

  // Plurals that are known, else one ending after the other; with two letters left nobody can tell, so both stay.
  void ends(View word) {
    const auto known = plurals().find(word);
    if (known != plurals().end()) word = known->second;
    for (bool again = true; again;) {
      again = false;
      for (const auto ending : kEndings) {
        const auto rest = without(word, ending, 2);
        if (rest.empty()) continue;
        if (rest.size() == 2) {
          found_.insert(Text(rest));
        } else {
          word = rest;
          again = true;
        }
        break;
      }
    }
    if (const auto rest = without(word, U"ء", 3); !rest.empty()) word = rest;
    found_.insert(Text(word));
  }

  std::set<Text> found_;
};

}  // namespace

Text bare_arabic(View word) {
  for (const auto article : kArticles)
    if (word.starts_with(article) && word.size() >= article.size() + 2) return Text(word.substr(article.size()));
  return Text(word);
}

std::vector<Text> arabic(View word) { return Stemmer()(word); }

}  // namespace wasl::stems
