import { ConversationKind } from '../src/lib/gen/wasl/messaging/v1/messaging_pb';
import { World } from './world';

const minute = 60_000;
const day = 24 * 60 * minute;

/** Invented people and words, enough to look at every screen. */
export function demoWorld(): World {
  const world = new World();
  const base = Date.now();
  world.now = () => base - 30 * day;
  organisations.forEach(([ar, fr, region, localityAr, localityFr, sectors, kind], i) => {
    const id = String(i + 1);
    world.organisations.set(id, { id, kind, ar, fr, region, localityAr, localityFr, sectors, verified: i % 3 !== 2 });
  });
  people.forEach(([name, organisationId], i) => {
    const id = String(i + 1);
    world.people.set(id, { id, name, email: `p${id}@exemple.tn`, language: 0, organisationId });
  });
  let client = 1n;
  const say = (c: ReturnType<World['direct']>, who: string, text: string, ago: number) => world.say(c, who, client++, text, base - ago);

  const group = world.found(ConversationKind.CONVERSATION_GROUP, 'تنسيق ورشة الميزانية التشاركية', '2', ['1', '3', '4', '5', '6'], base - 19 * day);
  for (let i = 0; i < 70; i++) {
    say(group, ['2', '3', '4', '1'][Math.floor(i / 3) % 4] ?? '1', lines[i % lines.length] ?? '', 3 * day - i * 20 * minute);
  }
  say(group, '2', 'صباح الخير. حجزنا قاعة دار الجمعيات يوم السبت 12 ديسمبر من 9:00 إلى 13:00.', day - 2 * minute);
  say(group, '2', 'ننتظر تأكيد البلدية قبل نشر الفعالية في الأجندة.', day - minute);
  const mine = say(group, '1', 'شكرًا أنيس. أرسلتُ الطلب إلى البلدية.', 40 * minute);
  world.markRead(group, '1', Number(mine.offset));
  say(group, '3', 'Bonjour à tous. Nous pouvons raconter l’expérience de Djibouti : 50 associations, 5 thématiques.', 14 * minute);
  say(group, '4', 'فكرة ممتازة، أضيفوها بعد الاستراحة.', 9 * minute);
  say(group, '4', 'وأقترح أن نرسل الدعوات يوم الاثنين.', 8 * minute);

  const one = (who: string, text: string, ago: number, read: boolean, by = who) => {
    const c = world.direct('1', who);
    const m = say(c, by, text, ago);
    if (read) world.markRead(c, '1', Number(m.offset));
    return c;
  };
  const late = one('5', 'راجعتُ النظام الداخلي، ملاحظاتي في الملف', 70 * minute, false);
  say(late, '5', 'هل يمكن تمديد آخر أجل للتسجيل إلى يوم الخميس؟', 65 * minute);
  one('2', 'أقترح أن نلتقي يوم الثلاثاء', day + 3 * 60 * minute, true);
  one('6', 'Merci, bien reçu. Nous revenons vers vous lundi.', day + 5 * 60 * minute, true);
  one('4', 'شكرًا جزيلًا على صندوق الأدوات', 2 * day, true);
  one('3', 'إلى اللقاء قريبًا إن شاء الله', 6 * day, true, '1');
  for (let i = 7; i <= world.people.size; i++) one(String(i), 'تم تأكيد مشاركتكم في الملتقى الجهوي', (i + 3) * day, true);
  world.now = () => Date.now();
  return world;
}

const lines = [
  'نبدأ بقائمة المدعوين من الجهات الثلاث.',
  'La salle peut accueillir 60 personnes, avec un accès pour les fauteuils.',
  'تم.',
  'هل من اقتراحات أخرى لمحور الشباب؟',
  'Je propose un tour de table de 20 minutes, puis deux ateliers en parallèle.',
  'موافق، وأضيف بندًا عن متابعة التوصيات بعد الورشة.'
];

const people: [string, string][] = [
  ['سلوى بن عمر', '1'],
  ['أنيس الطرابلسي', '2'],
  ['حوا عبدي', '3'],
  ['مريم بنجلون', '4'],
  ['نزار قاسمي', '5'],
  ['Claire Dumas', '6'],
  ['Hodan Warsama', '3'],
  ['يوسف الإدريسي', '4'],
  ['Amina Farah', '3'],
  ['خديجة الورغي', '1']
];

export const sectors: [string, string, string][] = [
  ['youth', 'الشباب', 'Jeunesse'],
  ['culture', 'الثقافة والفنون', 'Culture et arts'],
  ['citizenship', 'المواطنة والمشاركة', 'Citoyenneté et participation'],
  ['inclusion', 'الإدماج الاجتماعي', 'Inclusion sociale']
];

export const regions: [string, string, string, string][] = [
  ['TN-61', 'TN', 'صفاقس', 'Sfax'],
  ['TN-81', 'TN', 'قابس', 'Gabès'],
  ['MA-06', 'MA', 'الدار البيضاء سطات', 'Casablanca-Settat'],
  ['DJ-DJ', 'DJ', 'جيبوتي', 'Djibouti']
];

const organisations: [string, string, string, string, string, string[], number][] = [
  ['بذرة أمل', 'Bidhrat Amal', 'TN-61', 'صفاقس', 'Sfax', ['youth', 'inclusion'], 1],
  ['كُن صديقي', 'Kon Sadiki', 'TN-61', 'صفاقس', 'Sfax', ['inclusion'], 1],
  ['بندر جديد', 'Bender Djedid', 'DJ-DJ', 'جيبوتي', 'Djibouti', ['citizenship'], 1],
  ['ساعة الفرح', 'Heure joyeuse', 'MA-06', 'الدار البيضاء', 'Casablanca', ['youth', 'culture'], 1],
  ['جمعية الثقافة والتربية على المواطنة', 'Association de la culture et de l’éducation à la citoyenneté', 'TN-81', 'قابس', 'Gabès', ['culture', 'citizenship'], 1],
  ['مفوضية الشراكة', 'Délégation du partenariat', 'TN-61', 'تونس', 'Tunis', ['citizenship'], 2]
];
