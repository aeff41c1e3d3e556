#include "accounts/mails.hpp"

#include <array>

#include "accounts/job_payload.hpp"

namespace wasl::accounts::mails {

namespace {

struct Text {
  const char *subject, *greeting, *body;
};

// In the order of Kind; within it Arabic, French, English.
constexpr std::array<std::array<Text, 3>, 12> kTexts{{
    {{{"أكّدوا عنوان بريدكم الإلكتروني", "مرحبًا،",
       "أُنشئ حساب في «وصل» بهذا العنوان. إن كنتم أنتم من أنشأه، فافتحوا هذا الرابط لتأكيده:\n\n{link}\n\n"
       "يصلح الرابط 48 ساعة. وإن لم تكونوا أنتم، فلا تفعلوا شيئًا: يبقى الحساب مغلقًا ما لم يُؤكَّد."},
      {"Confirmez votre adresse e-mail", "Bonjour,",
       "Un compte Wasl a été créé avec cette adresse. Si c’était vous, ouvrez ce lien pour la confirmer :\n\n{link}\n\n"
       "Le lien est valable 48 heures. Sinon, ne faites rien : sans confirmation, le compte reste fermé."},
      {"Confirm your e-mail address", "Hello,",
       "A Wasl account was created with this address. If it was you, open this link to confirm it:\n\n{link}\n\n"
       "The link works for 48 hours. If it was not you, do nothing: without confirmation the account stays closed."}}},
    {{{"أكملوا إنشاء حسابكم", "مرحبًا،",
       "طُلب إنشاء حساب في «وصل» بهذا العنوان أكثر من مرة، بكلمات سر مختلفة، فألغيناها كلها حمايةً لكم. "
       "إن كنتم تريدون هذا الحساب، فافتحوا هذا الرابط واختاروا كلمة سر جديدة:\n\n{link}\n\n"
       "يصلح الرابط 48 ساعة. وإلا فلا تفعلوا شيئًا."},
      {"Terminez la création de votre compte", "Bonjour,",
       "La création d’un compte Wasl a été demandée plusieurs fois avec cette adresse, avec des mots de passe "
       "différents. "
       "Pour vous protéger, nous les avons tous annulés. Si vous souhaitez ce compte, ouvrez ce lien et choisissez un "
       "nouveau mot de passe :\n\n{link}\n\nLe lien est valable 48 heures. Sinon, ne faites rien."},
      {"Finish creating your account", "Hello,",
       "A Wasl account was asked for more than once with this address, with different passwords. To protect you, we "
       "cancelled them all. If you want this account, open this link and choose a new password:\n\n{link}\n\n"
       "The link works for 48 hours. Otherwise, do nothing."}}},
    {{{"لديكم حساب بالفعل", "مرحبًا،",
       "حاول أحدهم إنشاء حساب في «وصل» بهذا العنوان، ولكم به حساب من قبل. إن كنتم أنتم، فادخلوا من هنا، "
       "واطلبوا كلمة سر جديدة إن نسيتموها:\n\n{link}\n\nوإن لم تكونوا أنتم، فلا تفعلوا شيئًا: لم يتغير شيء في حسابكم."},
      {"Vous avez déjà un compte", "Bonjour,",
       "Quelqu’un a voulu créer un compte Wasl avec cette adresse, qui en a déjà un. Si c’était vous, connectez-vous "
       "ici "
       "et, si vous avez oublié votre mot de passe, demandez-en un nouveau :\n\n{link}\n\n"
       "Sinon, ne faites rien : votre compte n’a pas changé."},
      {"You already have an account", "Hello,",
       "Someone tried to create a Wasl account with this address, which already has one. If it was you, sign in here "
       "and, "
       "if you forgot your password, ask for a new one:\n\n{link}\n\n"
       "If it was not you, do nothing: your account has not changed."}}},
    {{{"اختاروا كلمة سر جديدة", "مرحبًا،",
       "طُلبت كلمة سر جديدة لحسابكم في «وصل». لاختيارها افتحوا هذا الرابط:\n\n{link}\n\n"
       "يصلح الرابط ساعتين، ومرة واحدة. وإن لم تطلبوا ذلك، فلا تفعلوا شيئًا: تبقى كلمة سركم كما هي."},
      {"Choisissez un nouveau mot de passe", "Bonjour,",
       "Un nouveau mot de passe a été demandé pour votre compte Wasl. Pour le choisir, ouvrez ce lien :\n\n{link}\n\n"
       "Le lien est valable deux heures et ne sert qu’une fois. Si vous n’avez rien demandé, ne faites rien : votre "
       "mot "
       "de passe reste le même."},
      {"Choose a new password", "Hello,",
       "A new password was asked for your Wasl account. To choose it, open this link:\n\n{link}\n\n"
       "The link works for two hours, and once. If you did not ask for it, do nothing: your password stays as it "
       "is."}}},
    {{{"تغيّرت كلمة سركم", "مرحبًا،",
       "تغيّرت كلمة سر حسابكم في «وصل»، وأُغلقت كل جلساته. إن لم تكونوا أنتم من غيّرها، فاطلبوا كلمة سر جديدة "
       "فورًا:\n\n{link}"},
      {"Votre mot de passe a changé", "Bonjour,",
       "Le mot de passe de votre compte Wasl a changé et toutes ses sessions sont fermées. Si ce n’était pas vous, "
       "demandez tout de suite un nouveau mot de passe :\n\n{link}"},
      {"Your password has changed", "Hello,",
       "The password of your Wasl account has changed, and all its sessions are closed. If it was not you, ask for a "
       "new "
       "password at once:\n\n{link}"}}},
    {{{"دخول من جهاز جديد", "مرحبًا،",
       "دُخل إلى حسابكم في «وصل» من جهاز أو متصفح لم نره من قبل:\n\n{device}\n\n"
       "إن كنتم أنتم، فلا تفعلوا شيئًا. وإلا فاطلبوا كلمة سر جديدة فورًا، فتُغلق كل الجلسات:\n\n{link}"},
      {"Connexion depuis un nouvel appareil", "Bonjour,",
       "Quelqu’un s’est connecté à votre compte Wasl depuis un appareil ou un navigateur que nous n’avions jamais "
       "vu :\n\n{device}\n\nSi c’était vous, ne faites rien. Sinon, demandez tout de suite un nouveau mot de passe ; "
       "toutes "
       "les sessions seront fermées :\n\n{link}"},
      {"Signed in from a new device", "Hello,",
       "Someone signed in to your Wasl account from a device or browser that we had not seen before:\n\n{device}\n\n"
       "If it was you, do nothing. If not, ask for a new password at once; every session will be closed:\n\n{link}"}}},
    {{{"حُذف حسابكم", "مرحبًا،",
       "حُذف حسابكم في «وصل» كما طلبتم: ذهب اسمكم وعنوانكم وكلمة سركم وإعداداتكم، وأُغلقت كل الجلسات. "
       "تبقى رسائلكم في محادثاتها دون اسمكم، باسم «عضو سابق».\n\n"
       "هذا آخر بريد نرسله إليكم. وإن أردتم العودة يومًا، فأنشئوا حسابًا جديدًا بهذا العنوان:\n\n{link}\n\n"
       "إن لم تكونوا أنتم من حذفه، فقد عرف غيركم كلمة سركم: غيّروها حيثما استعملتموها."},
      {"Votre compte est supprimé", "Bonjour,",
       "Votre compte Wasl est supprimé, comme vous l’avez demandé : votre nom, votre adresse, votre mot de passe et "
       "vos "
       "réglages ont disparu, et toutes les sessions sont fermées. Vos messages restent dans leurs conversations sans "
       "votre nom, comme ceux d’un ancien membre.\n\nCeci est notre dernier e-mail. Si vous souhaitez revenir un jour, "
       "créez un nouveau compte avec cette adresse :\n\n{link}\n\nSi ce n’était pas vous, quelqu’un connaît votre mot "
       "de "
       "passe : changez-le partout où vous l’utilisez."},
      {"Your account is deleted", "Hello,",
       "Your Wasl account is deleted, as you asked: your name, your address, your password and your settings are gone, "
       "and "
       "all sessions are closed. Your messages stay in their conversations without your name, as those of a former "
       "member.\n\nThis is the last mail from us. If you want to come back one day, create a new account with this "
       "address:\n\n{link}\n\nIf it was not you, somebody knows your password: change it wherever you use it."}}},
    {{{"لديكم دور جديد في «وصل»", "مرحبًا،",
       "أسندت إليكم إدارة المنصة دورًا جديدًا: {role}. تجدون ما يتيحه لكم في «وصل»:\n\n{link}\n\nشكرًا لكم على ما "
       "تقدّمونه."},
      {"Un nouveau rôle sur Wasl", "Bonjour,",
       "L’administration de la plateforme vous a confié un rôle : {role}. Vous trouverez ce qu’il permet sur Wasl "
       ":\n\n{link}\n\n"
       "Merci pour votre aide."},
      {"A new role on Wasl", "Hello,",
       "The administrators of the platform have given you a role: {role}. You will find what it lets you do on "
       "Wasl:\n\n{link}\n\nThank you for helping."}}},
    {{{"انتهى دور لكم في «وصل»", "مرحبًا،",
       "أنهت إدارة المنصة دورًا كان لكم: {role}. يبقى حسابكم كما هو:\n\n{link}\n\nالسبب: {reason}"},
      {"Un de vos rôles sur Wasl prend fin", "Bonjour,",
       "L’administration de la plateforme vous a retiré un rôle : {role}. Votre compte reste le même :\n\n{link}\n\n"
       "Motif : {reason}"},
      {"One of your roles on Wasl has ended", "Hello,",
       "The administrators of the platform have taken back a role of yours: {role}. Your account stays as it "
       "is:\n\n{link}\n\nReason: {reason}"}}},
    {{{"عُلّق حسابكم في «وصل»", "مرحبًا،",
       "علّقت إدارة المنصة حسابكم في «وصل»، فلا يمكنكم الدخول حتى يُرفع التعليق. تبقى رسائلكم محفوظة.\n\n"
       "للتظلّم اكتبوا إلى هذا العنوان:\n\n{link}\n\nالسبب: {reason}"},
      {"Votre compte Wasl est suspendu", "Bonjour,",
       "L’administration de la plateforme a suspendu votre compte Wasl : vous ne pouvez plus vous connecter tant que "
       "la "
       "suspension n’est pas levée. Vos messages sont conservés.\n\nPour un recours, écrivez à cette "
       "adresse :\n\n{link}\n\nMotif : {reason}"},
      {"Your Wasl account is suspended", "Hello,",
       "The administrators of the platform have suspended your Wasl account: you cannot sign in until the suspension "
       "is "
       "lifted. Your messages are kept.\n\nTo appeal, write to this address:\n\n{link}\n\nReason: {reason}"}}},
    {{{"عُلّق حسابكم في «وصل»", "مرحبًا،",
       "علّقت إدارة المنصة حسابكم في «وصل» حتى {until}، فلا يمكنكم الدخول قبل ذلك. تبقى رسائلكم محفوظة.\n\n"
       "للتظلّم اكتبوا إلى هذا العنوان:\n\n{link}\n\nالسبب: {reason}"},
      {"Votre compte Wasl est suspendu", "Bonjour,",
       "L’administration de la plateforme a suspendu votre compte Wasl jusqu’au {until} : vous ne pouvez pas vous "
       "connecter "
       "d’ici là. Vos messages sont conservés.\n\nPour un recours, écrivez à cette adresse :\n\n{link}\n\nMotif : "
       "{reason}"},
      {"Your Wasl account is suspended", "Hello,",
       "The administrators of the platform have suspended your Wasl account until {until}: you cannot sign in before. "
       "Your "
       "messages are kept.\n\nTo appeal, write to this address:\n\n{link}\n\nReason: {reason}"}}},
    {{{"عاد حسابكم في «وصل»", "مرحبًا،",
       "رُفع التعليق عن حسابكم في «وصل»، ويمكنكم الدخول من جديد:\n\n{link}\n\nكل شيء كما تركتموه."},
      {"Votre compte Wasl est rétabli", "Bonjour,",
       "La suspension de votre compte Wasl est levée. Vous pouvez vous connecter de nouveau :\n\n{link}\n\nVous "
       "retrouverez "
       "tout comme avant."},
      {"Your Wasl account is back", "Hello,",
       "The suspension of your Wasl account has been lifted. You can sign in again:\n\n{link}\n\nEverything is as you "
       "left "
       "it."}}},
}};

struct RoleNames {
  std::string_view role;
  std::array<const char*, 3> names;
};
constexpr std::array<RoleNames, 4> kRoles{{
    {"administrator", {"إدارة المنصة", "administration de la plateforme", "administrator"}},
    {"verifier", {"فريق التحقق", "vérification de l’annuaire", "verifier"}},
    {"moderator", {"الإشراف", "modération", "moderator"}},
    {"specialist", {"متخصص", "spécialiste", "specialist"}},
}};

constexpr std::array<const char*, 3> kSignatures{"وصل", "Wasl", "Wasl"};

std::size_t index_of(std::string_view language) { return language == "ar" ? 0 : language == "fr" ? 1 : 2; }

std::string filled(std::string text, std::string_view slot, const std::string& with) {
  if (const auto at = text.find(slot); at != std::string::npos) text.replace(at, slot.size(), with);
  return text;
}

}  // namespace

Mail write(Kind kind, const std::string& to, std::string_view language, const Words& words) {
  const auto index = index_of(language);
  const auto& text = kTexts.at(static_cast<std::size_t>(kind)).at(index);
  // What others have typed comes last: it might contain "{link}".
  auto body = filled(text.body, "{link}", words.link);
  body = filled(filled(std::move(body), "{role}", words.role), "{until}", words.until);
  body = filled(filled(std::move(body), "{device}", words.device), "{reason}", words.reason);
  return {to, text.subject, std::string(text.greeting) + "\n\n" + body + "\n\n" + kSignatures.at(index) + "\n"};
}

std::string role_name(std::string_view role, std::string_view language) {
  for (const auto& known : kRoles)
    if (known.role == role) return known.names.at(index_of(language));
  return std::string(role);
}

std::string as_job(const Mail& mail) {
  return job_payload::write({{"to", mail.to}, {"subject", mail.subject}, {"body", mail.body}});
}

}  // namespace wasl::accounts::mails
