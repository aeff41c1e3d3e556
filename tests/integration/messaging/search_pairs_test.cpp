// What people type, and which of these messages they must find: all of them, and no other.
#include <algorithm>
#include <set>

#include "integration/messaging/search_town.hpp"

namespace wasl::test {
namespace {

const std::vector<std::string> kMessages{
    /* 0 */ "تأسست الجمعية سنة ٢٠١٢ بمدينة ڨابس",
    /* 1 */ "اجتماع الجمعيات يوم السبت القادم",
    /* 2 */ "والجمعيات المحلية مدعوة للمشاركة",
    /* 3 */ "جَمْعِيَّتُنَا تعمل في مجال البيئة",
    /* 4 */ "المشاريع الجديدة في قطاع التعليم",
    /* 5 */ "مشروع تنظيف الشاطئ بالمهدية",
    /* 6 */ "زرت مستشفى صفاقس مع أحمد",
    /* 7 */ "إبراهيم مسؤول عن الميزانيـــة",
    /* 8 */ "وزارة التربية والمدرسة الابتدائية",
    /* 9 */ "الأعضاء والمتطوعون في القرية",
    /* 10 */ "آخر أجل لتقديم الملفات: 15 مارس",
    /* 11 */ "#تونس_الخضراء أجمل",
    /* 12 */ "La réunion du bureau aura lieu à l’école",
    /* 13 */ "Les réunions des associations de Gabès",
    /* 14 */ "Notre association cherche des bénévoles",
    /* 15 */ "Appel à projets : financement des projets locaux",
    /* 16 */ "Le projet régional d’éducation à l'environnement",
    /* 17 */ "Journaux et journal de bord, n° 42",
    /* 18 */ "Cœur de ville : une œuvre citoyenne",
    /* 19 */ "Participation des citoyens, budget participatif",
    /* 20 */ "ÉLECTION DU NOUVEAU DIRECTEUR",
    /* 21 */ "Rendez-vous à 14h30 devant la mairie",
    /* 22 */ "Rapport annuel 2025 : https://example.org/rapport.pdf",
    /* 23 */ "Merci pour le compte-rendu شكرا على المحضر",
    /* 24 */ "أڭادير وورزازات: ورشات التكوين عن بعد",
    /* 25 */ "Aujourd'hui la coopérative, demain les coopératives",
};

struct Pair {
  const char* query;
  std::set<std::size_t> expected;
};

const std::vector<Pair> kPairs{
    // one word, nine ways and more
    {"جمعية", {0, 1, 2, 3}},
    {"الجمعية", {0, 1, 2, 3}},
    {"جمعيات", {0, 1, 2, 3}},
    {"الجمعيات", {0, 1, 2, 3}},
    {"والجمعيات", {0, 1, 2, 3}},
    {"للجمعيات", {0, 1, 2, 3}},
    {"جمعيه", {0, 1, 2, 3}},
    {"جَمعيّة", {0, 1, 2, 3}},
    {"جمـــعية", {0, 1, 2, 3}},
    {"جمعيتنا", {0, 1, 2, 3}},
    // broken plurals, both ways
    {"مشروع", {4, 5}},
    {"مشاريع", {4, 5}},
    {"المشاريع", {4, 5}},
    {"عضو", {9}},
    {"قرى", {9}},
    {"ملف", {10}},
    {"مدارس", {8}},
    // letters as people type them
    {"مستشفي", {6}},
    {"مستشفى", {6}},
    {"احمد", {6}},
    {"أحمد", {6}},
    {"ابراهيم", {7}},
    {"إبراهيم", {7}},
    {"مسؤول", {7}},
    {"مسوول", {7}},
    {"ميزانية", {7}},
    {"الميزانيه", {7}},
    {"اخر", {10}},
    {"قابس", {0}},
    {"اكادير", {24}},
    // prefixes that belong to the word, and those that do not
    {"وزارة", {8}},
    {"الوزارة", {8}},
    {"تربية", {8}},
    {"متطوع", {9}},
    {"المتطوعين", {9}},
    {"المهدية", {5}},
    {"ورشة", {24}},
    // tags, digits
    {"تونس", {11}},
    {"الخضراء", {11}},
    {"#تونس_الخضراء", {11}},
    {"2012", {0}},
    {"٢٠١٢", {0}},
    {"١٥ مارس", {10}},
    // several words, unfinished ones
    {"اجتماع جمعية", {1}},
    {"جمعية في البيئة", {3}},
    {"اجتم", {1}},
    {"المشرو", {4, 5}},
    {"جمعية مشروع", {}},
    {"مدينة", {0}},
    // French: accents, plurals, forms
    {"reunion", {12, 13}},
    {"réunions", {12, 13}},
    {"RÉUNION", {12, 13}},
    {"ecole", {12}},
    {"l'école", {12}},
    {"l’ecole", {12}},
    {"association", {13, 14}},
    {"associations", {13, 14}},
    {"gabes", {13}},
    {"benevole", {14}},
    {"projet", {15, 16}},
    {"projets", {15, 16}},
    {"appel à projets", {15}},
    {"financer", {15}},
    {"local", {15}},
    {"régionaux", {16}},
    {"education", {16}},
    {"environnemental", {16}},
    {"journal", {17}},
    {"journaux", {17}},
    {"42", {17}},
    {"coeur", {18}},
    {"cœur", {18}},
    {"oeuvres", {18}},
    {"citoyen", {18, 19}},
    {"citoyennes", {18, 19}},
    {"participative", {19}},
    {"participer", {19}},
    {"élection", {20}},
    {"directrice", {20}},
    {"rendez vous", {21}},
    {"14h30", {21}},
    {"rapport.pdf", {22}},
    {"example.org", {22}},
    {"compte rendu", {23}},
    {"compte المحضر", {23}},
    {"aujourd’hui", {25}},
    {"cooperative", {25}},
    {"coopér", {25}},
    {"réuni assoc", {}},
    {"reunion assoc", {13}},
    {"mairies", {21}},
    {"xylophone", {}},
};

class SearchPairs : public SearchTown {};

TEST_F(SearchPairs, FindWhatTheyShouldAndNothingElse) {
  const auto alice = person(), bob = person();
  const auto id = group(alice, {bob});
  std::vector<std::int64_t> at;
  for (const auto& text : kMessages) at.push_back(say(alice, id, text));
  catch_up(alice, id);
  EXPECT_GE(kPairs.size(), 60U);
  for (const auto& [query, expected] : kPairs) {
    std::set<std::size_t> got;
    const auto found = search(bob, looking_for(query, id));
    for (const auto& m : found.messages()) {
      if (!found.similar()) got.insert(static_cast<std::size_t>(std::ranges::find(at, m.offset()) - at.begin()));
      EXPECT_GT(m.highlights_size(), 0) << query;
    }
    EXPECT_EQ(got, expected) << "searching " << query;
  }
}

}  // namespace
}  // namespace wasl::test
