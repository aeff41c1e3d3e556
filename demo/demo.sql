-- What `wasl admin demo` puts into a Wasl without people; see README.md beside this. Runs in one transaction.
-- The people and what they write are invented. Everybody's password is wasl-demo-2026.

-- Organisations ----------------------------------------------------------------------------------------------------

create temporary table demo_organisations (
  kind text, name_ar text, name_fr text, abbreviation text, region text, locality_ar text, locality_fr text, sectors text[]
) on commit drop;
insert into demo_organisations values
  ('association', 'جمعية الثقافة والتربية على المواطنة', 'Association Culture et Éducation à la Citoyenneté', 'ACEC', 'TN-11', 'كبارية', 'Kabaria', '{culture,citizenship}'),
  ('association', 'كُن صديقي', 'Koun Sadiki', '', 'TN-11', 'سيجومي', 'Sijoumi', '{youth,inclusion}'),
  ('association', 'خطوة', 'Khotwa', '', 'TN-11', 'خازندار', 'Khaznadar', '{inclusion}'),
  ('association', '', 'ARA', 'ARA', 'TN-31', 'عمدون', 'Amdoun', '{inclusion}'),
  ('association', 'بذرة أمل', 'Bidhrat Amal', '', 'TN-61', 'صفاقس', 'Sfax', '{youth,employment}'),
  ('association', 'الجمعية التونسية لمسرح الطفولة والشباب', 'Association tunisienne du théâtre de l''enfance et de la jeunesse', 'ATTEJ', 'TN-61', 'صفاقس', 'Sfax', '{culture,childhood,youth}'),
  ('association', 'صوتكم', 'Soutkom', 'SOUTKOM', 'TN-81', 'قابس', 'Gabès', '{citizenship}'),
  ('association', 'آفاق', 'Afek', 'AFEK', 'TN-73', 'قبلي', 'Kébili', '{youth}'),
  ('association', 'التجار', 'Commerçants', '', 'TN-82', 'بن قردان', 'Ben Guerdane', '{employment}'),
  ('association', 'أفق الطفولة', 'Horizon d''Enfance', '', 'TN-81', 'قابس', 'Gabès', '{childhood}'),
  ('association', 'مشهد', 'Machhad', '', 'TN-71', 'قفصة', 'Gafsa', '{culture}'),
  ('association', 'جمعيتي', 'Jamaity', '', 'TN-11', 'تونس', 'Tunis', '{digital,training}'),
  ('association', 'شانتي', 'Shanti', '', 'TN-11', 'تونس', 'Tunis', '{training,employment}'),
  ('partner', 'أمديست', 'AMIDEAST', '', 'TN-11', 'تونس', 'Tunis', '{training,education}'),
  ('partner', 'وفد الاتحاد الأوروبي بتونس', 'Délégation de l''Union européenne en Tunisie', 'UE', 'TN-11', 'تونس', 'Tunis', '{governance,citizenship}'),
  ('partner', 'المجلس الثقافي البريطاني', 'British Council', '', 'TN-11', 'تونس', 'Tunis', '{education,culture}'),
  ('partner', 'الشبكة الأورو-متوسطية لحقوق الإنسان', 'Réseau euro-méditerranéen des droits de l''homme', 'REMDH', 'TN-11', 'تونس', 'Tunis', '{rights}'),
  ('association', 'ساعة الفرح', 'L''Heure Joyeuse', '', 'MA-06', 'الدار البيضاء', 'Casablanca', '{inclusion,youth,childhood}'),
  ('authority', 'المجلس الوطني لحقوق الإنسان', 'Conseil national des droits de l''Homme', 'CNDH', 'MA-04', 'الرباط', 'Rabat', '{rights}'),
  ('partner', 'مكتب الأمم المتحدة لخدمات المشاريع', 'UNOPS', 'UNOPS', 'MA-04', 'الرباط', 'Rabat', '{governance}'),
  ('partner', 'الوكالة البلجيكية للتنمية', 'Enabel', '', 'MA-04', 'الرباط', 'Rabat', '{governance,citizenship}'),
  ('authority', 'المديرية العامة للجماعات الترابية', 'Direction générale des collectivités territoriales', 'DGCT', 'MA-04', 'الرباط', 'Rabat', '{governance}'),
  ('authority', 'مديرية العلاقات مع المجتمع المدني', 'Direction des relations avec la société civile', 'DRSC', 'MA-04', 'الرباط', 'Rabat', '{citizenship}'),
  ('association', 'بندر جديد', 'Bender-Djedid', '', 'DJ-DJ', 'جيبوتي', 'Djibouti', '{citizenship,digital}'),
  ('association', 'مبادرات المناخ', 'Initiatives Climat', '', 'MA-04', 'الرباط', 'Rabat', '{environment}'),
  ('partner', 'برنامج دعم المجتمع المدني', 'Programme d''appui à la société civile', 'PASOC', 'DJ-DJ', 'جيبوتي', 'Djibouti', '{citizenship}'),
  ('partner', 'البنك الدولي', 'Banque mondiale', '', 'DJ-DJ', 'جيبوتي', 'Djibouti', '{governance,employment}');

insert into organisations (kind, name_ar, name_fr, abbreviation, region, locality_ar, locality_fr, state, verified_at, created_at)
select kind, name_ar, name_fr, abbreviation, region, locality_ar, locality_fr, 'published',
       now() - interval '20 days', now() - interval '30 days'
from demo_organisations;

insert into organisation_sectors (organisation_id, sector)
select o.id, s.sector
from demo_organisations d
join organisations o using (name_fr)
cross join unnest(d.sectors) as s (sector);

-- What partners do: the projects are invented.
insert into interventions (organisation_id, title_ar, title_fr, country, regions, sectors, from_month, to_month, amount)
select o.id, d.title_ar, d.title_fr, d.country, d.regions, d.sectors, d.from_month, d.to_month, d.amount
from (values
  ('AMIDEAST', 'اللغة الإنجليزية لشباب الجنوب', 'Anglais pour les jeunes du Sud', 'TN', '{TN-81,TN-82,TN-83}'::text[], '{youth,education}'::text[], 202409, 202606, 3),
  ('AMIDEAST', 'تكوين المكوّنين', 'Formation de formateurs', 'TN', '{TN-11,TN-61}', '{training}', 202501, 202512, 2),
  ('Délégation de l''Union européenne en Tunisie', 'دعم الحوكمة المحلية', 'Appui à la gouvernance locale', 'TN', '{}', '{governance,citizenship}', 202301, 202712, 5),
  ('Délégation de l''Union européenne en Tunisie', 'الواحات والمناخ', 'Oasis et climat', 'TN', '{TN-72,TN-73,TN-81}', '{environment}', 202406, 202705, 4),
  ('British Council', 'ثقافة القرب', 'Culture de proximité', 'TN', '{TN-31,TN-32,TN-33}', '{culture,youth}', 202502, 202608, 2),
  ('Réseau euro-méditerranéen des droits de l''homme', 'مساندة المدافعين عن الحقوق', 'Soutien aux défenseurs des droits', 'TN', '{}', '{rights}', 202401, null, 3),
  ('UNOPS', 'تجهيزات بلدية', 'Équipements communaux', 'MA', '{MA-04,MA-06}', '{governance}', 202403, 202702, 4),
  ('Enabel', 'مشاركة المواطنات', 'Participation des citoyennes', 'MA', '{MA-04}', '{citizenship,women}', 202309, 202612, 4),
  ('Enabel', 'الهجرة والجهات', 'Migration et régions', 'MA', '{}', '{migration}', 202404, 202703, 5),
  ('Programme d''appui à la société civile', 'صندوق الجمعيات الصغيرة', 'Fonds des petites associations', 'DJ', '{}', '{citizenship}', 202401, 202612, 3),
  ('Banque mondiale', 'الشغل والمهارات', 'Emploi et compétences', 'DJ', '{DJ-DJ}', '{employment,training}', 202410, 202909, 5)
) as d (partner, title_ar, title_fr, country, regions, sectors, from_month, to_month, amount)
join organisations o on o.name_fr = d.partner;

-- People and their seats -------------------------------------------------------------------------------------------

insert into people (name, email, email_key, language, password_hash, confirmed_at, created_at)
select name, email, email, language, '$argon2id$v=19$m=19456,t=2,p=1$kklRjaa1t7hMgPB28fTcVg$0ZTyWI1W1z4Gw2CxwOAuSLbTx6qeyvK4cERkUlMOdZE',
       now() - interval '19 days', now() - interval '19 days'
from (values
  ('أمل بن يوسف', 'amel@khotwa.example', 'ar'),
  ('Youssef El Idrissi', 'youssef@heure-joyeuse.example', 'fr'),
  ('Hodan Abdillahi', 'hodan@bender-djedid.example', 'fr'),
  ('Skander Trabelsi', 'skander@khotwa.example', 'fr'),
  ('نجلاء الورغي', 'najla@khotwa.example', 'ar'),
  ('حاتم الجلاصي', 'hatem@attej.example', 'ar'),
  ('مريم الغربي', 'meriem@bidhrat-amal.example', 'ar'),
  ('سامي الخليفي', 'sami@soutkom.example', 'ar'),
  ('ريم الشعباني', 'rim@jamaity.example', 'ar'),
  ('سلمى بناني', 'salma@heure-joyeuse.example', 'ar'),
  ('Karima Aït Lahcen', 'karima@initiatives-climat.example', 'fr'),
  ('Fatima Zahra Ouali', 'fz.ouali@enabel.example', 'fr'),
  ('Abdourahman Robleh', 'robleh@bender-djedid.example', 'fr')
) as demo (name, email, language);

insert into platform_roles (person_id, role)
select id, 'administrator' from people where email_key = 'rim@jamaity.example';

-- A person's first seat is the organisation shown beside their name.
insert into seats (organisation_id, person_id, role, created_at)
select o.id, p.id, demo.role, now() - interval '18 days' + demo.number * interval '1 minute'
from (values
  (1, 'Khotwa', 'amel@khotwa.example', 'owner'),
  (2, 'L''Heure Joyeuse', 'youssef@heure-joyeuse.example', 'owner'),
  (3, 'Bender-Djedid', 'hodan@bender-djedid.example', 'owner'),
  (4, 'Khotwa', 'skander@khotwa.example', 'editor'),
  (5, 'Khotwa', 'najla@khotwa.example', 'member'),
  (6, 'Association tunisienne du théâtre de l''enfance et de la jeunesse', 'hatem@attej.example', 'owner'),
  (7, 'Bidhrat Amal', 'meriem@bidhrat-amal.example', 'owner'),
  (8, 'Soutkom', 'sami@soutkom.example', 'owner'),
  (9, 'Jamaity', 'rim@jamaity.example', 'owner'),
  (10, 'L''Heure Joyeuse', 'salma@heure-joyeuse.example', 'editor'),
  (11, 'Initiatives Climat', 'karima@initiatives-climat.example', 'owner'),
  (12, 'Enabel', 'fz.ouali@enabel.example', 'editor'),
  (13, 'Bender-Djedid', 'robleh@bender-djedid.example', 'editor'),
  (14, 'Association tunisienne du théâtre de l''enfance et de la jeunesse', 'najla@khotwa.example', 'editor')
) as demo (number, name_fr, email, role)
join organisations o using (name_fr)
join people p on p.email_key = demo.email;

insert into specialist_offers (person_id, state, profile_ar, profile_fr, sectors, places, languages, availability, busy_until, at_once, submitted_at)
select p.id, 'accepted', d.profile_ar, d.profile_fr, d.sectors, d.places, d.languages, d.availability, d.busy_until, 3, now() - interval '15 days'
from (values
  ('karima@initiatives-climat.example', '', 'Dix ans de projets d''adaptation au climat : dossiers, budgets, suivi.',
    '{environment,governance}'::text[], '{MA}'::text[], '{fr,ar}'::text[], 'open', null::date),
  ('hatem@attej.example', 'المسرح المدرسي: تكوين المنشطين، وتنظيم القوافل، وطلب الدعم.', '',
    '{culture,youth}', '{TN}', '{ar,fr}', 'open', null),
  ('sami@soutkom.example', 'مساءلة المجالس البلدية والنفاذ إلى المعلومة.', 'Redevabilité des conseils municipaux et accès à l''information.',
    '{citizenship,governance}', '{}', '{ar,fr}', 'busy', current_date + 20)
) as d (email, profile_ar, profile_fr, sectors, places, languages, availability, busy_until)
join people p on p.email_key = d.email;

-- Conversations: who talks to whom ---------------------------------------------------------------------------------

create temporary table demo_conversations (
  number bigint generated always as identity, slug text, kind text, title text, creator text
) on commit drop;
create temporary table demo_inboxes (slug text, name_fr text) on commit drop;   -- of organisations
create temporary table demo_members (slug text, email text) on commit drop;
create temporary table demo_messages (
  number bigint generated always as identity, slug text, email text, ago interval, text text
) on commit drop;
create temporary table demo_unread (slug text, email text, messages bigint) on commit drop;

insert into demo_conversations (slug, kind, title, creator) values
  ('amel-youssef', 'direct', '', 'youssef@heure-joyeuse.example'),
  ('theatre', 'group', 'قافلة المسرح المدرسي – صفاقس', 'hatem@attej.example'),
  ('hodan-robleh', 'direct', '', 'robleh@bender-djedid.example'),
  ('besoins', 'group', 'Besoins numériques des associations', 'hodan@bender-djedid.example'),
  ('salma-meriem', 'direct', '', 'meriem@bidhrat-amal.example'),
  ('khotwa', 'group', 'فريق خطوة', 'amel@khotwa.example'),
  ('climat', 'direct', '', 'karima@initiatives-climat.example'),
  ('formation', 'group', 'التدريب على المناصرة | Formation plaidoyer', 'rim@jamaity.example'),
  ('amel-rim', 'direct', '', 'rim@jamaity.example'),
  ('salma-khotwa', 'organisation', '', 'salma@heure-joyeuse.example'),
  ('sami-khotwa', 'organisation', '', 'sami@soutkom.example');

insert into demo_inboxes (slug, name_fr) values ('salma-khotwa', 'Khotwa'), ('sami-khotwa', 'Khotwa');

-- Of a direct conversation, its two people.
insert into demo_members (slug, email) values
  ('amel-youssef', 'amel@khotwa.example'), ('amel-youssef', 'youssef@heure-joyeuse.example'),
  ('theatre', 'hatem@attej.example'), ('theatre', 'najla@khotwa.example'),
  ('theatre', 'meriem@bidhrat-amal.example'), ('theatre', 'amel@khotwa.example'),
  ('hodan-robleh', 'hodan@bender-djedid.example'), ('hodan-robleh', 'robleh@bender-djedid.example'),
  ('besoins', 'hodan@bender-djedid.example'), ('besoins', 'robleh@bender-djedid.example'),
  ('besoins', 'rim@jamaity.example'), ('besoins', 'karima@initiatives-climat.example'),
  ('besoins', 'youssef@heure-joyeuse.example'),
  ('salma-meriem', 'salma@heure-joyeuse.example'), ('salma-meriem', 'meriem@bidhrat-amal.example'),
  ('khotwa', 'amel@khotwa.example'), ('khotwa', 'skander@khotwa.example'), ('khotwa', 'najla@khotwa.example'),
  ('climat', 'karima@initiatives-climat.example'), ('climat', 'fz.ouali@enabel.example'),
  ('formation', 'rim@jamaity.example'), ('formation', 'sami@soutkom.example'),
  ('formation', 'youssef@heure-joyeuse.example'), ('formation', 'hodan@bender-djedid.example'),
  ('formation', 'meriem@bidhrat-amal.example'), ('formation', 'skander@khotwa.example'),
  ('formation', 'amel@khotwa.example'),
  ('amel-rim', 'amel@khotwa.example'), ('amel-rim', 'rim@jamaity.example'),
  ('salma-khotwa', 'salma@heure-joyeuse.example'), ('salma-khotwa', 'amel@khotwa.example'),
  ('salma-khotwa', 'skander@khotwa.example'),
  ('sami-khotwa', 'sami@soutkom.example'), ('sami-khotwa', 'amel@khotwa.example'), ('sami-khotwa', 'skander@khotwa.example');

insert into demo_messages (slug, email, ago, text) values
  ('salma-khotwa', 'salma@heure-joyeuse.example', '4 days 2 hours', 'السلام عليكم، نودّ استعمال دليلكم للورشات الرقمية مع شباب جمعيتنا. هل هو متاح للجميع؟'),
  ('salma-khotwa', 'skander@khotwa.example', '4 days', 'وعليكم السلام سلمى. نعم، الدليل مفتوح للجمعيات كلها، سنرسل لكم الرابط.'),
  ('salma-khotwa', 'salma@heure-joyeuse.example', '3 days 5 hours', 'شكرًا جزيلًا! وهل توجد منه نسخة بالفرنسية؟'),
  ('sami-khotwa', 'sami@soutkom.example', '6 days 3 hours', 'مرحبًا، نريد تسجيل حلقة صوتية عن تجربتكم. مع من نتواصل؟'),
  ('sami-khotwa', 'amel@khotwa.example', '6 days', 'أهلًا سامي، يسعدنا ذلك. أنا معك في التنسيق: هل يناسبكم الأسبوع القادم؟'),
  -- Amel and Youssef: two associations compare how they work.
  ('amel-youssef', 'youssef@heure-joyeuse.example', '4 days 6 hours', 'Bonjour Amel, c''est Youssef de L''Heure Joyeuse. Nous nous sommes croisés à l''atelier en ligne sur l''inclusion.'),
  ('amel-youssef', 'amel@khotwa.example', '4 days 5 hours 40 minutes', 'أهلا يوسف! Oui, je me souviens très bien, votre présentation sur le suivi des jeunes était très claire.'),
  ('amel-youssef', 'youssef@heure-joyeuse.example', '4 days 5 hours 31 minutes', 'Merci ! Nous cherchons à savoir comment vous accompagnez les familles à Khaznadar. Vous utilisez une fiche de suivi ?'),
  ('amel-youssef', 'amel@khotwa.example', '4 days 4 hours', 'Une fiche toute simple : situation, besoins, ce qui a été fait, prochaine visite. Une page recto verso, pas plus, sinon personne ne la remplit.'),
  ('amel-youssef', 'youssef@heure-joyeuse.example', '4 days 3 hours 50 minutes', 'C''est exactement ce qu''il nous faut. Est-ce qu''elle existe en arabe ?'),
  ('amel-youssef', 'amel@khotwa.example', '4 days 3 hours 42 minutes', 'نعم، بالعربية والفرنسية. سأرسلها لك هذا الأسبوع بعد أن نحذف منها كل ما هو شخصي.'),
  ('amel-youssef', 'youssef@heure-joyeuse.example', '2 days 7 hours', 'Nous avons parlé de votre fiche en équipe ce matin, tout le monde est partant pour l''essayer pendant trois mois.'),
  ('amel-youssef', 'amel@khotwa.example', '2 days 6 hours 30 minutes', 'Parfait. On fait un point à deux fin décembre ? نقارن ما نجح وما لم ينجح.'),
  ('amel-youssef', 'youssef@heure-joyeuse.example', '3 hours 10 minutes', 'Fin décembre me va très bien. Le 22 à 10 h, heure de Tunis ?'),
  ('amel-youssef', 'youssef@heure-joyeuse.example', '3 hours 8 minutes', 'Salma, qui suit les familles chez nous, voudrait se joindre à l''appel.'),

  -- A school theatre caravan in Sfax.
  ('theatre', 'hatem@attej.example', '6 days 5 hours', 'مرحبا بالجميع. فتحت هذه المجموعة لننسق قافلة المسرح المدرسي في صفاقس.'),
  ('theatre', 'meriem@bidhrat-amal.example', '6 days 4 hours 45 minutes', 'شكرا حاتم. في بذرة أمل نستطيع أن نوفر ستة متطوعين يومي السبت والأحد.'),
  ('theatre', 'najla@khotwa.example', '6 days 4 hours 20 minutes', 'وأنا معكم من جهتين هذه المرة 🙂 سأهتم بورشة الدمى مع الأطفال.'),
  ('theatre', 'hatem@attej.example', '6 days 4 hours', 'ممتاز. لدينا إلى حد الآن موافقة ثلاث مدارس، وننتظر رد المدرسة الرابعة.'),
  ('theatre', 'amel@khotwa.example', '5 days 22 hours', 'هل القاعات مهيأة لاستقبال أطفال على كراسٍ متحركة؟ معنا أربعة أطفال على الأقل.'),
  ('theatre', 'hatem@attej.example', '5 days 21 hours 30 minutes', 'سؤال مهم. مدرستان نعم، والثالثة فيها درجتان عند المدخل. سأطلب منحدرا متنقلا من البلدية.'),
  ('theatre', 'meriem@bidhrat-amal.example', '3 days 2 hours', 'البلدية وافقت على المنحدر ✅ ويصلنا يوم الجمعة صباحا.'),
  ('theatre', 'amel@khotwa.example', '3 days 1 hour 50 minutes', 'خبر جميل، شكرا مريم!'),
  ('theatre', 'hatem@attej.example', '1 day 4 hours', 'البرنامج النهائي: السبت 9:30 ورشة الدمى، 11:00 العرض الأول، 15:00 حكواتي. الأحد نفس التوقيت.'),
  ('theatre', 'najla@khotwa.example', '1 day 3 hours 15 minutes', 'أحتاج 40 جوربا قديما للدمى 😄 من عنده فليحضرها معه.'),
  ('theatre', 'meriem@bidhrat-amal.example', '2 hours 25 minutes', 'جمعنا 55 جوربا في الحي، وبعضها بألوان رائعة!'),
  ('theatre', 'hatem@attej.example', '2 hours', 'إذن نلتقي الجمعة على الساعة الثالثة لتجهيز القاعة. من يستطيع أن يأتي بسيارة؟'),

  -- Two colleagues in Djibouti.
  ('hodan-robleh', 'robleh@bender-djedid.example', '2 days 9 hours', 'Bonjour Hodan, j''ai fini de saisir les réponses des associations d''Ali Sabieh et de Dikhil.'),
  ('hodan-robleh', 'hodan@bender-djedid.example', '2 days 8 hours 30 minutes', 'Bravo, c''était le plus long. Combien en tout maintenant ?'),
  ('hodan-robleh', 'robleh@bender-djedid.example', '2 days 8 hours 28 minutes', '41 sur 50. Il manque surtout Obock et Tadjourah, la connexion y est coupée une partie de la journée.'),
  ('hodan-robleh', 'hodan@bender-djedid.example', '2 days 8 hours', 'On peut les appeler et remplir avec elles au téléphone. Je prends Obock, tu prends Tadjourah ?'),
  ('hodan-robleh', 'robleh@bender-djedid.example', '2 days 7 hours 55 minutes', 'D''accord.'),
  ('hodan-robleh', 'robleh@bender-djedid.example', '5 hours', 'Tadjourah est terminé : 4 associations jointes, toutes ont répondu.'),
  ('hodan-robleh', 'robleh@bender-djedid.example', '4 hours 50 minutes', 'La première demande est partout la même : un ordinateur partagé et une connexion moins chère.'),

  -- Digital needs of associations, across borders.
  ('besoins', 'hodan@bender-djedid.example', '5 days 8 hours', 'Bonjour à toutes et à tous. À Djibouti nous recensons les besoins numériques d''une cinquantaine d''associations. Vos expériences nous aideraient beaucoup.'),
  ('besoins', 'rim@jamaity.example', '5 days 7 hours 20 minutes', 'Bonjour Hodan, très bonne idée. Nous avions posé cinq questions seulement, et c''est pour cela que les gens ont répondu.'),
  ('besoins', 'karima@initiatives-climat.example', '5 days 6 hours', 'Chez nous, la moitié des petites associations n''ont qu''un téléphone. Un questionnaire qui ne marche pas sur téléphone est perdu d''avance.'),
  ('besoins', 'robleh@bender-djedid.example', '5 days 5 hours 45 minutes', 'Même constat ici. Nous l''avons fait tenir en trois écrans.'),
  ('besoins', 'youssef@heure-joyeuse.example', '4 days 23 hours', 'Pensez à demander qui tient les comptes et comment. C''est souvent là que la formation est la plus utile.'),
  ('besoins', 'hodan@bender-djedid.example', '4 days 22 hours 30 minutes', 'Noté, merci Youssef. وسنترجم الأسئلة إلى العربية أيضا، هل من متطوع للمراجعة؟'),
  ('besoins', 'rim@jamaity.example', '4 days 22 hours', 'بكل سرور، أرسليها لي وسأراجعها قبل يوم الخميس.'),
  ('besoins', 'karima@initiatives-climat.example', '1 day 1 hour', 'Est-ce que vous partagerez la synthèse ? Elle nous servirait pour parler aux bailleurs.'),
  ('besoins', 'hodan@bender-djedid.example', '22 hours', 'Oui, bien sûr, sans les noms des associations. Première version la semaine prochaine.'),
  ('besoins', 'rim@jamaity.example', '1 hour 40 minutes', 'J''ai relu la version arabe : deux questions se ressemblent trop, la 2 et la 4. Je propose de les fusionner.'),

  -- Salma in Casablanca and Meriem in Sfax.
  ('salma-meriem', 'meriem@bidhrat-amal.example', '3 days 5 hours', 'السلام عليكم سلمى، قرأت عن برنامجكم لإدماج الشباب في التكوين المهني. هل يمكن أن نتحدث عنه؟'),
  ('salma-meriem', 'salma@heure-joyeuse.example', '3 days 4 hours', 'وعليكم السلام مريم، مرحبا بك. بكل سرور. نرافق الشاب ستة أشهر: شهران للتكوين الأساسي وأربعة في مقاولة.'),
  ('salma-meriem', 'meriem@bidhrat-amal.example', '3 days 3 hours 50 minutes', 'وكيف تقنعون المقاولات؟ عندنا هذا أصعب جزء.'),
  ('salma-meriem', 'salma@heure-joyeuse.example', '3 days 3 hours 35 minutes', 'نبدأ بمقاولة واحدة راضية وندعوها لتحكي تجربتها أمام الآخرين. صوت واحد من داخل المهنة أفضل من عشر رسائل منا.'),
  ('salma-meriem', 'meriem@bidhrat-amal.example', '3 days 3 hours', 'فكرة ذكية. سأقترحها على المكتب يوم السبت.'),
  ('salma-meriem', 'salma@heure-joyeuse.example', '1 day 6 hours', 'كيف كان اجتماع المكتب؟'),

  -- The team of Khotwa.
  ('khotwa', 'amel@khotwa.example', '3 days 8 hours', 'صباح الخير! اجتماعنا الأسبوعي يوم الإثنين على العاشرة، كالعادة.'),
  ('khotwa', 'skander@khotwa.example', '3 days 7 hours 50 minutes', 'صباح النور. je serai en retard de 15 minutes, je passe à la banque pour le relevé.'),
  ('khotwa', 'najla@khotwa.example', '3 days 7 hours 30 minutes', 'تمام. عندي نقطة لجدول الأعمال: مواد ورشة الدمى.'),
  ('khotwa', 'amel@khotwa.example', '3 days 7 hours 22 minutes', 'أضفتها. Skander, n''oublie pas le rapport financier du troisième trimestre, il est attendu le 30.'),
  ('khotwa', 'skander@khotwa.example', '1 day 2 hours', 'Le rapport est prêt à 90 %, il me manque deux factures de transport.'),
  ('khotwa', 'najla@khotwa.example', '1 day 1 hour 30 minutes', 'الفاتورتان عندي، سأضعهما على مكتبك غدا صباحا.'),
  ('khotwa', 'skander@khotwa.example', '55 minutes', 'وصلتا، شكرا نجلاء 🙏 J''envoie le rapport ce soir.'),
  ('khotwa', 'najla@khotwa.example', '50 minutes', 'ممتاز! وبعدها نشرب قهوة 😊'),

  -- A partner answers questions about a call.
  ('climat', 'karima@initiatives-climat.example', '2 days 5 hours', 'Bonjour Fatima Zahra, une question sur l''appel à projets : une coalition de trois associations peut-elle déposer un seul dossier ?'),
  ('climat', 'fz.ouali@enabel.example', '2 days 4 hours', 'Bonjour Karima. Oui, avec une association chef de file et une lettre signée par chacune des autres.'),
  ('climat', 'karima@initiatives-climat.example', '2 days 3 hours 50 minutes', 'Très clair, merci. Et le budget peut-il être présenté en dirhams ?'),
  ('climat', 'fz.ouali@enabel.example', '2 days 3 hours 30 minutes', 'Oui, en dirhams. Indiquez simplement le taux de change utilisé en bas du tableau.'),
  ('climat', 'karima@initiatives-climat.example', '1 day 5 hours', 'Parfait. بالتوفيق للجميع إن شاء الله.'),

  -- A training course for several associations.
  ('formation', 'rim@jamaity.example', '5 days 3 hours', 'مرحبا بكم في مجموعة التدريب على المناصرة. Bienvenue à toutes et à tous ! ثلاث حصص عن بعد، كل أربعاء على السادسة مساء بتوقيت تونس.'),
  ('formation', 'sami@soutkom.example', '5 days 2 hours 30 minutes', 'شكرا ريم. هل تكون الحصص مسجلة؟ الإنترنت عندنا في قابس يضعف في المساء.'),
  ('formation', 'rim@jamaity.example', '5 days 2 hours 20 minutes', 'نعم، ونضع أيضا تسجيلا صوتيا خفيفا وملخصا في صفحة واحدة لمن اتصاله ضعيف.'),
  ('formation', 'hodan@bender-djedid.example', '5 days 1 hour', 'Merci Rim, la version audio nous aide beaucoup à Djibouti. 18 h à Tunis, c''est 20 h chez nous, ça va.'),
  ('formation', 'skander@khotwa.example', '4 days 20 hours', 'Est-ce qu''on peut venir à deux par association ?'),
  ('formation', 'rim@jamaity.example', '4 days 19 hours 30 minutes', 'Oui, à deux maximum, pour que chacun puisse parler.'),
  ('formation', 'youssef@heure-joyeuse.example', '2 days 2 hours', 'La première séance était excellente. L''exercice « votre demande en une phrase » est plus difficile qu''il n''en a l''air !'),
  ('formation', 'meriem@bidhrat-amal.example', '2 days 1 hour 40 minutes', 'صحيح 😅 كتبت الجملة سبع مرات. في النهاية: «نطلب من البلدية فتح دار الشباب مساء ثلاثة أيام في الأسبوع».'),
  ('formation', 'amel@khotwa.example', '2 days 1 hour 25 minutes', 'جملة واضحة جدا: من، ماذا، ومتى. أحسنت مريم.'),
  ('formation', 'sami@soutkom.example', '6 hours', 'جملتنا: «نطلب نشر ميزانية البلدية في صفحة واحدة يفهمها الجميع قبل نهاية جانفي». ما رأيكم؟'),
  ('formation', 'rim@jamaity.example', '5 hours 30 minutes', 'ممتازة يا سامي. Pour mercredi : apportez le nom de la personne qui peut dire oui, et ce qui compte pour elle.'),
  ('formation', 'hodan@bender-djedid.example', '4 hours 10 minutes', 'Bonne idée. نلتقي يوم الأربعاء إن شاء الله.'),

  -- Amel and Rim.
  ('amel-rim', 'rim@jamaity.example', '7 hours', 'صباح الخير أمل، هل يمكن أن نضيف جمعية خطوة إلى الدليل مع رقم هاتف المقر؟'),
  ('amel-rim', 'amel@khotwa.example', '6 hours 30 minutes', 'صباح النور ريم، نعم بالتأكيد. سأتأكد من الرقم وأعود إليك.'),
  ('amel-rim', 'rim@jamaity.example', '45 minutes', 'شكرا! ولا داعي للعجلة، نحدّث الدليل يوم الجمعة.');

-- How many of the latest messages somebody has not read; who is not named has read everything.
insert into demo_unread (slug, email, messages) values
  ('amel-youssef', 'amel@khotwa.example', 2),
  ('theatre', 'amel@khotwa.example', 2), ('theatre', 'najla@khotwa.example', 1), ('theatre', 'meriem@bidhrat-amal.example', 1),
  ('hodan-robleh', 'hodan@bender-djedid.example', 2),
  ('besoins', 'hodan@bender-djedid.example', 1), ('besoins', 'youssef@heure-joyeuse.example', 3), ('besoins', 'karima@initiatives-climat.example', 2),
  ('salma-meriem', 'meriem@bidhrat-amal.example', 1),
  ('climat', 'fz.ouali@enabel.example', 1),
  ('formation', 'youssef@heure-joyeuse.example', 3), ('formation', 'amel@khotwa.example', 1), ('formation', 'skander@khotwa.example', 5),
  ('amel-rim', 'amel@khotwa.example', 1);

-- Conversations: into the tables -----------------------------------------------------------------------------------

-- Offset 1 of a conversation's stream is its beginning, messages follow from 2.
create temporary table demo_log on commit drop as
select m.slug, m.number, p.id as author_id, now() - m.ago as sent_at, m.text,
       1 + row_number() over (partition by m.slug order by m.ago desc, m.number) as "offset"
from demo_messages m join people p on p.email_key = m.email;

alter table demo_conversations add column id bigint;
with made as (
  insert into conversations (kind, title, creator_id, created_at, direct_low, direct_high, client_id, organisation_id)
  select c.kind, c.title, p.id, (select min(sent_at) from demo_log l where l.slug = c.slug) - interval '1 minute',
         case when c.kind = 'direct' then both_people.low end, case when c.kind = 'direct' then both_people.high end, c.number,
         (select o.id from demo_inboxes i join organisations o using (name_fr) where i.slug = c.slug)
  from demo_conversations c
  join people p on p.email_key = c.creator
  cross join lateral (
    select min(q.id) as low, max(q.id) as high
    from demo_members m join people q on q.email_key = m.email where m.slug = c.slug
  ) as both_people
  order by c.number
  returning id, client_id)
update demo_conversations c set id = made.id from made where made.client_id = c.number;

insert into messages (conversation_id, "offset", author_id, client_id, text, sent_at, content)
select c.id, l."offset", l.author_id, l.number, l.text, l.sent_at,
       case when v.kind = 'organisation' and l.author_id <> v.creator_id then in_name_content(v.organisation_id) end
from demo_log l join demo_conversations c using (slug) join conversations v on v.id = c.id
order by l.sent_at;

-- The beginnings were never written down as events: trimmed, as far as the streams are concerned.
insert into streams (kind, key, head, trimmed)
select 2, c.id, max(l."offset"), 1
from demo_log l join demo_conversations c using (slug)
group by c.id;

insert into conversation_members (conversation_id, person_id, joined_at, read_offset, role, in_name)
select c.id, p.id, v.created_at, s.head - coalesce(u.messages, 0), case when v.kind = 'group' and v.creator_id = p.id then 2 else 0 end,
       v.kind = 'organisation' and v.creator_id <> p.id
from demo_members m
join demo_conversations c using (slug)
join conversations v on v.id = c.id
join people p on p.email_key = m.email
join streams s on s.kind = 2 and s.key = c.id
left join demo_unread u on u.slug = m.slug and u.email = m.email;
