/** Tells a wall (challenge, login, consent, refusal) from content; a wall never counts as "nothing found". */
import type { PageDocument } from '../page/page-document.ts';

/** Answers that refuse by themselves, whatever the body says. */
const REFUSING_STATUS = new Set([401, 403, 407, 429, 451]);

/** A page with more text than this is content that mentions a challenge. */
const THIN = 4000;
/** The same where neither its title nor its address is that of a wall. */
const VERY_THIN = 1500;

type Signal = {
  readonly name: string;
  readonly where: 'title' | 'markup' | 'text' | 'url';
  readonly pattern: RegExp;
  /** The page's text must be shorter than this for the signal to count. */
  readonly below: number;
  /** What the page's text shows only where it is no wall. */
  readonly unless?: RegExp;
};

/** A sum of money or a cart. */
const SELLS =
  /[$€£¥₽₴₹₩₺]\s?\d|\d\s?(?:[€₽₴₺₫]|zł|Kč|kr|руб|грн|元|円|원)|add to (?:cart|basket|bag)|warenkorb|в корзину|加入购物车/i;

const SIGNALS: readonly Signal[] = [
  {
    name: 'challenge title',
    where: 'title',
    pattern:
      /access (?:to this page has been |is )?(?:denied|blocked)|just a moment|attention required|verify (?:your identity|you are|that you)|are you (?:a )?(?:human|robot)|robot (?:check|or human)|human verification|security (?:check|verification)|captcha|queue-it|pardon our interruption|one moment, please|please wait|checking your browser|ddos[- ]?guard|request (?:rejected|unsuccessful|blocked)|bot (?:detection|verification)|unusual traffic|blocked$|forbidden|too many requests|ostorozhno|вы не робот|проверка браузера|доступ (?:ограничен|запрещ)|安全验证|安全驗證|人机验证|人機驗證|访问验证|滑动验证|验证码|请稍候|百度安全验证|禁止访问|访问被拒绝|アクセスが拒否|ロボットではありません|anti-?bot|access to this (?:site|service) (?:has been|is) limited|접속 ?제한|zugriff verweigert|sicherheitsüberprüfung|un momento|accès refusé|acceso denegado/i,
    below: THIN,
  },
  {
    name: 'challenge markup',
    where: 'markup',
    pattern:
      /px-captcha|_pxCaptcha|captcha\.px-cdn|cf-challenge|cf_chl_|\/cdn-cgi\/challenge-platform\/h\/|challenge-form|cf-error-details|geo\.captcha-delivery\.com|ct\.captcha-delivery\.com|_Incapsula_Resource|incapsula incident|distil_r_captcha|distilCaptcha|\/distil_identify|awswaf|aws-waf|KPSDK|kasada|ips\.js\?|queue-it\.net|queueit_js|ak_bmsc_challenge|sec-if-cpt|bm-verify|sucuri_cloudproxy|validateCaptcha|opfcaptcha|\/sorry\/index|punish\?x5secdata|_____tmd_____|nc_login|smartcaptcha|showcaptcha|ddos-guard|TencentCaptcha|geetest_|turing\.captcha/i,
    below: VERY_THIN,
  },
  {
    name: 'challenge words',
    where: 'text',
    pattern:
      /(?:verify|confirm|prove) (?:that )?you(?:'re| are) (?:a |not a )?(?:human|robot)|enable javascript and cookies to continue|automated (?:access|requests|queries|traffic)|using automation tools|not a robot|complete the (?:security check|captcha)|unusual (?:traffic|activity) from your|enter the characters you see|your (?:ip|request) (?:address )?(?:has been|was|is) blocked|why have i been blocked|请完成(?:安全)?验证|拖动(?:下方)?滑块|请输入验证码|访问过于频繁|操作过于频繁|подтвердите, что (?:запросы|вы)|ich bin kein roboter|je ne suis pas un robot|no soy un robot|we're working to get you in|you are now in line|estimated wait time|you are (?:now )?in (?:the|a) queue|your (?:number|place|position) in (?:line|the queue)|waiting room|your access to this (?:site|service) has been limited|включите javascript для продолжения|서비스 접속이 불가|自動入力|자동 ?입력 ?방지|비정상적인 접근|ロボットではない|表示されている文字を入力|アクセスが(?:大変)?(?:集中|混み合)|順番にご案内|输入(?:图中|图片中)?的?(?:字符|验证码)|введите (?:символы|код) с картинки|przepisz (?:kod|znaki)|you do not have permission to access this page/i,
    below: VERY_THIN,
  },
  {
    name: 'captcha widget',
    where: 'markup',
    pattern: /g-recaptcha|h-captcha|hcaptcha\.com|cf-turnstile|recaptcha\/api\.js|arkoselabs|funcaptcha/i,
    below: 300,
  },
  {
    name: 'consent wall',
    where: 'url',
    pattern: /^https?:\/\/consent\.|\/(?:consent|cookie-?wall|gdpr-?consent|consent-required)(?:[/?]|$)/i,
    below: THIN,
  },
  {
    name: 'consent wall title',
    where: 'title',
    pattern: /^(?:before you continue|bevor sie fortfahren|antes de continuar|avant de continuer)/i,
    below: THIN,
  },
  {
    name: 'consent wall words',
    where: 'text',
    pattern:
      /we (?:value|respect|care about) your privacy|(?:we and our|our) (?:\d+ )?partners (?:store|use|process)|wir (?:und unsere|brauchen ihre)[^\n]{0,40}(?:partner|zustimmung|einwilligung)|mit werbung (?:weiterlesen|nutzen)|nous et nos (?:\d+ )?partenaires|accepter et continuer|nosotros y nuestros|noi e i nostri partner|wij en onze partners|my i nasi partnerzy/i,
    below: 700,
    unless: SELLS,
  },
  {
    name: 'login words',
    where: 'text',
    pattern:
      /(?:please |you (?:must|need to) (?:be )?)(?:sign|log|logged|signed) ?in to (?:view|see|continue|access)(?! (?:the |our |your )?prices?)|(?:sign|log) in to (?:continue|view(?! (?:the |our |your )?prices?))|bitte (?:melden sie sich an|einloggen|loggen sie sich ein)|(?:connectez|identifiez)-vous pour|inicia sesión para (?:ver|continuar)|faça login para|войдите,? чтобы|авторизуйтесь,? чтобы|(?<!价格?[:：]?\s?)(?:请(?:先)?登录后?(?:查看(?!价)|访问|继续)|登录后(?:可见|查看(?!价)))|ログインしてください|로그인이 필요|로그인 후 이용|giriş yapmalısınız/i,
    below: 400,
    unless: SELLS,
  },
  {
    name: 'age wall words',
    where: 'text',
    pattern:
      /are you (?:over|at least|older than|of legal)[^\n]{0,20}(?:18|19|20|21|age)|(?:must|need to) be (?:of legal age|(?:at least |over )?(?:18|21)[^\n]{0,20}) to (?:enter|view|visit)|(?:sind sie|bist du) (?:über |mindestens |schon )?(?:16|18)|(?:eres|es usted) mayor de (?:edad|18)|(?:você|voce) (?:tem|é)[^\n]{0,20}(?:18|maior de idade)|avez-vous (?:plus de )?18 ans|hai (?:più di )?18 anni|вам (?:уже )?(?:исполнилось|есть) 18|您(?:是否)?已?(?:年)?满 ?18|18歳以上ですか/i,
    below: 500,
    unless: SELLS,
  },
  {
    name: 'region wall',
    where: 'text',
    pattern:
      /(?:site|content|page|service|store) is (?:not|currently un)[ -]?available in your (?:country|region|area|location)|nicht in ihrem land verfügbar|no está disponible en tu (?:país|región)|недоступ[её]?н[а-я]* в вашем регионе|在您所在的(?:国家|地区)/i,
    below: 500,
    unless: SELLS,
  },
  {
    name: 'shop password',
    where: 'url',
    pattern: /^https?:\/\/[^/]+\/password\/?$/i,
    below: 800,
  },
  {
    name: 'age or password wall',
    where: 'title',
    pattern: /^(?:opening soon|password protected|enter (?:store )?password|age verification)/i,
    below: 800,
  },
];

const LOGIN_TITLE =
  /\b(?:log ?in|sign ?in|sign up|anmelden|einloggen|connexion|iniciar sesión|accedi|entrar|logowanie|přihlášení|giriş)\b|войти|вход|авторизация|登录|登錄|登入|ログイン|로그인/i;
const LOGIN_URL = /\/(?:log-?in|sign-?in|signon|auth|account\/login|passport|sso)(?:[/?.]|$)/i;

/** A page that is little else than a form for a password. */
function isLoginWall(page: PageDocument, text: string): boolean {
  if (text.length > VERY_THIN || page.select()('input[type="password" i]').length === 0) return false;
  return LOGIN_TITLE.test(page.title) || LOGIN_URL.test(new URL(page.url).pathname);
}

const [IN_TITLE, IN_URL] = (['title', 'url'] as const).map((place) =>
  SIGNALS.filter(({ where, below }) => where === place && below > VERY_THIN),
);

/** How much text a page must show to be content, whatever else is on it. */
export function contentLength({ title, url }: Pick<PageDocument, 'title' | 'url'>): number {
  const suspect =
    IN_TITLE?.some(({ pattern }) => pattern.test(title)) || IN_URL?.some(({ pattern }) => pattern.test(url));
  return suspect ? THIN : VERY_THIN;
}

/** The name of the first signal that says "wall", or null. `text` is the visible text, null from {@link contentLength} on; `markup` the HTML. */
export function blockSignal(
  page: PageDocument,
  status: number,
  markup: string,
  text: string | null,
): string | null {
  if (REFUSING_STATUS.has(status)) return `status ${status}`;
  if (text === null) return null;
  const places = { title: page.title, markup, text, url: page.url };
  const signal = SIGNALS.find(
    ({ where, pattern, below, unless }) =>
      text.length < below && pattern.test(places[where]) && unless?.test(text) !== true,
  );
  if (signal !== undefined) return signal.name;
  return isLoginWall(page, text) ? 'login wall' : null;
}

const MOUNT_POINTS =
  '#root,#app,#__next,#__nuxt,#___gatsby,#svelte,#main-app,#react-root,#application,app-root,[ng-app],[data-reactroot],[ng-version],[id="q-app"]';
const WANTS_SCRIPT =
  /(?:enable|activate|turn on|requires?|need) java\s?script|java\s?script (?:is (?:required|disabled|not enabled)|must be enabled|aktivieren)|включите javascript|请(?:启用|开启) ?javascript|activer javascript|habilit[ae] javascript|loading\W*$/i;

/** An empty shell: hardly any text, and either a place where a script puts the page or a plea for JavaScript. */
export function isEmptyShell(page: PageDocument, text: string | null): boolean {
  if (text === null || text.length > 250 || page.select()('script').length === 0) return false;
  const mounts = page.select()(MOUNT_POINTS);
  const pleas = page.select()('noscript').text() + text;
  return (
    mounts.length > 0 ||
    WANTS_SCRIPT.test(pleas) ||
    (text.length < 30 && page.select()('script[src]').length > 1)
  );
}
