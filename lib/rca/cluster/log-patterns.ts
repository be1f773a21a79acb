/** What a log line reports, whatever language the program is written in. */
export type FactType =
  | 'host-unknown'
  | 'refused'
  | 'timeout'
  | 'unreachable'
  | 'reset'
  | 'unavailable'
  | 'protocol'
  | 'credentials'
  | 'connections-exhausted'
  | 'read-only'
  | 'port-in-use'
  | 'permission'
  | 'disk-full'
  | 'host-prerequisite'
  | 'mesh-denied'
  | 'tls'
  | 'forbidden'
  | 'kind-missing'
  | 'lease-lost'
  | 'throttled'
  | 'cloud-quota'
  | 'setting-missing'
  | 'value-invalid'
  | 'memory'
  | 'exec'
  | 'listening'
  | 'failure'
  | 'denied';

/** The pattern of a fact. The groups `host`, `port` and `subject` say what it is about. */
export interface Pattern {
  type: FactType;
  match: RegExp;
  /** A cheaper pattern that must match first, for a pattern that would try every position of a line. */
  only?: RegExp;
}

/** A cheap filter that most lines fail: a line that does not match it cannot match any of the patterns below. */
export const WORTH_READING =
  /error|connect|fail|refused|exception|time.?out|timed out|denied|unavailable|no such|unknown|unable|fatal|panic|unauthorized|cannot|could not|couldn't|can't|invalid|missing|required|not set|not found|not defined|forbidden|no matches for|expired|x509|in use|EADDR|ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|EACCES|ENOSPC|read.?only|no space|too many|out of memory|memory|resolve|resolution|unreachable|no route|reset by|malformed|unsupported|unrecognized|traceback|NOAUTH|WRONGPASS|not permitted|\b50[0234]\b|upstream|usage:|requires a CPU|wrong ownership|accessible by|not writable|space exceeded|yaml|syntax|directive|emerg|^exec |process caused|Set the |listen|started on port|No servers|no available|quota|throttl|leader ?election|\blease\b|limit ?exceeded|rate exceeded|resource_?exhausted|\b429\b|bad address/i;

const HOST = '(?<host>[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)';
const PORT = String.raw`(?<port>\d{2,5})`;

/** The patterns in order: the first that matches a line decides. */
export const PATTERNS: readonly Pattern[] = [
  {
    type: 'host-unknown',
    match: new RegExp(
      String.raw`lookup ${HOST}\.?(?: on [\d.:\[\]a-f]+)?: (?:(?:read|write|dial) (?:udp|tcp)[46]? \S+: )?(?:no such host|server misbehaving|Temporary failure|i/o timeout|Try again|connect: connection refused)`,
    ),
  },
  { type: 'host-unknown', match: new RegExp(String.raw`(?:ENOTFOUND|EAI_AGAIN|EAI_FAIL)\s+${HOST}(?::${PORT})?`) },
  // busybox: nc, wget, ping.
  { type: 'host-unknown', match: new RegExp(String.raw`\bbad address '${HOST}(?::${PORT})?'`) },
  { type: 'host-unknown', match: new RegExp(String.raw`UnknownHostException:?\s+(?:Failed to resolve )?['"]?${HOST}`) },
  {
    type: 'host-unknown',
    match: new RegExp(`could ?n[o']t (?:resolve|translate) (?:host(?:name)?|host name|proxy)[: ]+["']?${HOST}`, 'i'),
  },
  {
    type: 'host-unknown',
    match: new RegExp(
      String.raw`(?:failed to resolve|DNS resolution failed for|cannot resolve|unable to resolve|error resolving)(?: host(?:name)?| service)?[: ]+["'\[]?(?:dns:/+)?${HOST}(?::${PORT})?`,
      'i',
    ),
  },
  {
    type: 'host-unknown',
    match: new RegExp(
      String.raw`["'(\[]?${HOST}(?::${PORT})?["')\]]?:? (?:\[Errno -[235]\] )?(?:Name or service not known|Temporary failure in name resolution|nodename nor servname|No address associated)`,
    ),
    only: /Name or service|name resolution|servname|No address/,
  },
  {
    type: 'host-unknown',
    match: new RegExp(`(?:unknown|invalid|unresolvable)(?: MySQL server)? host(?:name)?:? ['"]?${HOST}`, 'i'),
  },
  {
    type: 'host-unknown',
    match:
      /Name or service not known|Temporary failure in name resolution|nodename nor servname|no such host|host not found|SERVFAIL|NXDOMAIN|getaddrinfo/i,
  },
  {
    type: 'port-in-use',
    match: new RegExp(String.raw`(?:address already in use|EADDRINUSE|Address in use)[^\d\n]{0,40}(?:[\d.:]*:)?${PORT}?`, 'i'),
  },
  { type: 'port-in-use', match: new RegExp(String.raw`\bport ${PORT} (?:was |is )?already in use`, 'i') },
  // The text of the API server, which clients print as it is or inside of JSON.
  { type: 'forbidden', match: /is forbidden: User \\{0,3}"(?<subject>[^"\\]{1,253})\\{0,3}" cannot/ },
  { type: 'kind-missing', match: /no matches for kind \\{0,3}"(?<subject>[A-Za-z]{1,63})\\{0,3}" in (?:version|group)/ },
  { type: 'credentials', match: /access denied for user '?(?<subject>[^'@\s]+)/i },
  { type: 'credentials', match: /password authentication failed(?: for user "(?<subject>[^"]+)")?|role "(?<role>[^"]+)" does not exist/i },
  {
    type: 'credentials',
    match:
      /WRONGPASS|NOAUTH Authentication required|ERR invalid password|Login failed for user|SASL authentication (?:failed|failure)|ACCESS_REFUSED|bad auth|auth(?:entication)? failed|invalid (?:username|user name|credentials|password)|SCRAM.*(?:fail|error)/i,
  },
  {
    type: 'connections-exhausted',
    match:
      /too many connections|too many clients already|remaining connection slots are reserved|max number of clients reached|max_connections|max_user_connections/i,
  },
  {
    type: 'read-only',
    match:
      /(?:running with the|because of) .{0,40}(?:super-)?read-only|READONLY You can't write|in a read-only transaction|not (?:primary|master)|database is (?:in )?read.?only|read-only mode/i,
  },
  {
    type: 'tls',
    match:
      /x509: |certificate (?:has expired|verify failed|is not yet valid|signed by unknown)|CERT_HAS_EXPIRED|UNABLE_TO_VERIFY|SELF_SIGNED_CERT|PKIX path|SSLHandshakeException|self.signed certificate|bad certificate/i,
  },
  { type: 'disk-full', match: /no space left on device|ENOSPC|disk quota exceeded|disk (?:is )?full|errno: 28\b/i },
  {
    type: 'protocol',
    match:
      /malformed HTTP (?:response|version|status)|first record does not look like a TLS handshake|server preface|unexpected HTTP|invalid HTTP (?:version|method|request)|http2?: (?:failed reading|frame too large|server gave HTTP response)|PROTOCOL_ERROR|wrong version number|received corrupted|Invalid protocol|http: server gave HTTP response to HTTPS client/i,
  },
  {
    type: 'refused',
    match: new RegExp(
      String.raw`(?:dial (?:tcp|udp)4?6? |ECONNREFUSED |connect to |connecting to |connection to |address:? |host:? |/(?!/))\[?${HOST}?\]?(?:/[\d.]+)?:${PORT}\]?.{0,80}?(?:refused)`,
      'i',
    ),
  },
  { type: 'refused', match: new RegExp(String.raw`ECONNREFUSED\s+\[?${HOST}\]?:${PORT}`) },
  { type: 'refused', match: new RegExp(String.raw`refused[:, ]+(?:[\w.-]*/)?\[?${HOST}\]?:${PORT}`, 'i') },
  {
    type: 'refused',
    match: new RegExp(
      String.raw`(?:can't|cannot|could not|unable to|failed to) connect to (?:local )?(?:[\w ]{0,20}server )?(?:on |at |through )?['"]?${HOST}(?::${PORT})?['"]?.{0,60}refused`,
      'i',
    ),
  },
  {
    type: 'refused',
    match: new RegExp(String.raw`server at ["']?${HOST}["']?(?: \([^)]*\))?, port ${PORT} failed: Connection refused`, 'i'),
  },
  {
    type: 'refused',
    match: new RegExp(`["'(@/]${HOST}:${PORT}["')/]?.{0,120}(?:connection refused|refused to connect|ECONNREFUSED)`, 'i'),
  },
  {
    type: 'refused',
    match: new RegExp(
      String.raw`(?:unable ?to ?connect|failed to connect|cannot connect|can't connect|could not connect|connection failed|connection error)(?: on| to| with| for)?:? ["'\[/]?${HOST}:${PORT}\b`,
      'i',
    ),
  },
  { type: 'refused', match: /connection refused|ECONNREFUSED|\[Errno 111\]/i },
  {
    // Go's net/http quotes the URL before whatever went wrong.
    type: 'timeout',
    match: new RegExp(
      String.raw`\b(?:Get|Head|Post|Put|Patch|Delete) \\?"[a-z]+://${HOST}(?::${PORT})?(?:/[^"\s]*)?\\?": .{0,160}?(?:deadline exceeded|Client\.Timeout|i/o timeout|handshake timeout)`,
    ),
  },
  {
    type: 'unreachable',
    match: new RegExp(
      String.raw`\b(?:Get|Head|Post|Put|Patch|Delete) \\?"[a-z]+://${HOST}(?::${PORT})?(?:/[^"\s]*)?\\?": .{0,160}?(?:no route to host|network is unreachable)`,
    ),
  },
  {
    type: 'timeout',
    match: new RegExp(
      String.raw`(?:dial (?:tcp|udp) |ETIMEDOUT |connect to |connection to )\[?${HOST}\]?(?:/[\d.]+)?:${PORT}\]?.{0,80}?(?:time.?out|timed out|ETIMEDOUT)`,
      'i',
    ),
  },
  { type: 'timeout', match: new RegExp(String.raw`ETIMEDOUT\s+\[?${HOST}\]?:${PORT}`) },
  {
    type: 'timeout',
    match: new RegExp(
      String.raw`(?:can't|cannot|could not|unable to|failed to) connect to (?:[\w ]{0,20}server )?(?:on |at )?['"]?${HOST}(?::${PORT})?['"]?.{0,60}(?:timed? ?out)`,
      'i',
    ),
  },
  {
    type: 'timeout',
    match:
      /connect(?:ion)? timed out|connect timeout|i\/o timeout|ETIMEDOUT|ConnectTimeout|SocketTimeoutException|connection timeout|deadline exceeded|DEADLINE_EXCEEDED/i,
  },
  { type: 'unreachable', match: new RegExp(String.raw`(?:dial (?:tcp|udp) |EHOSTUNREACH |ENETUNREACH )\[?${HOST}\]?:${PORT}`) },
  { type: 'unreachable', match: /no route to host|network is unreachable|EHOSTUNREACH|ENETUNREACH/i },
  { type: 'reset', match: /connection reset by peer|ECONNRESET|broken pipe|unexpected EOF/i },
  {
    type: 'unavailable',
    match:
      /(?:Communications link failure|no healthy upstream|upstream connect error|code = Unavailable|StatusCode\.UNAVAILABLE|UNAVAILABLE: |no live upstreams)/i,
  },
  {
    type: 'unavailable',
    match:
      /\b50[234]\b.{0,40}(?:Bad Gateway|Service Unavailable|Gateway Time-?out)|(?:status(?: code)?[:= ]+|HTTP\/1\.\d" |returned |responded with |got )50[0234]\b|no instances? available|Unable to find instance/i,
  },
  {
    type: 'memory',
    match: /OutOfMemoryError|JavaScript heap out of memory|cannot allocate memory|MemoryError|std::bad_alloc|runtime: out of memory/i,
  },
  {
    type: 'exec',
    match:
      /exec format error|exec user process caused|^exec \S+: |executable file not found|command not found|: not found$|exec: ".{0,300}": |unknown (?:shorthand )?flag|flag provided but not defined|unrecognized (?:arguments?|option)|unknown (?:command|option|argument)|no such option|Could not find or load main class|Unable to access jarfile|Cannot find module|can't open file|No module named/i,
  },
  {
    type: 'permission',
    match:
      /(?:(?<![\w./-])(?<subject>\/[\w./-]+))?[^/]{0,30}(?:permission denied|EACCES|operation not permitted|EPERM|read-only file system|EROFS)/i,
    only: /permission denied|EACCES|not permitted|EPERM|read-only file|EROFS/i,
  },
  { type: 'permission', match: /AccessDeniedException:? (?<subject>\/[\w./-]+)/ },
  { type: 'setting-missing', match: /[Ss]et the (?<subject>[A-Z][A-Z0-9_]+) environment variable/ },
  { type: 'setting-missing', match: /Could not resolve placeholder '(?<subject>[^']+)'/ },
  { type: 'setting-missing', match: /KeyError: '(?<subject>[A-Z][A-Z0-9_]+)'/ },
  {
    type: 'setting-missing',
    match:
      /(?:required|mandatory)(?: environment)?(?: variable| setting| key| option| property| flag| argument| config\w*| parameter)?s?[: ]+["'`]?(?<subject>[A-Za-z][\w.-]+)["'`]?.{0,20}(?:missing|not set|not provided|not found|empty)/i,
  },
  {
    type: 'setting-missing',
    match:
      /(?:environment variable|env(?:ironment)? ?var|variable|setting|option|property|parameter|flag|config(?:uration)?(?: key)?|argument)s?[: ]+["'`]?(?<subject>[A-Za-z][\w.-]*)["'`]?.{0,30}(?:not set|is required|is missing|must be (?:set|provided|specified|non-empty)|not (?:been )?(?:defined|specified|provided|configured)|is empty|undefined|unset)/i,
  },
  {
    type: 'setting-missing',
    match:
      /(?:missing|undefined|unset)(?: required| mandatory)?(?: environment)? (?:variable|env(?:ironment)?(?: ?var)?|setting|option|property|parameter|flag|config\w*|argument)s?[: ]+["'`]?(?<subject>[A-Za-z][\w.-]*)?/i,
  },
  {
    type: 'setting-missing',
    match:
      /(?<![A-Z0-9_])(?<subject>(?=[A-Z][A-Z0-9]{0,200}_)[A-Z][A-Z0-9_]{2,300})["'`]? (?:env(?:ironment)? (?:variable )?)?(?:is |was |must be |has )?(?:not set|not been set|required|missing|unset|undefined|set$|not defined|empty|not specified)/,
  },
  {
    type: 'setting-missing',
    match:
      /You need to specify one of|database is uninitialized and .{0,300}password|superuser password is not specified|config(?:uration)? file .{0,80}(?:not found|does not exist|no such file)|(?:cannot|can't|could not|unable to|failed to) (?:open|read|load|find) (?:the )?config(?:uration)?.{0,80}no such file/i,
  },
  {
    type: 'value-invalid',
    match:
      /(?:invalid|illegal|bad|wrong|unsupported|unknown|unrecognized|unexpected|malformed)[ _-](?:configuration |config |log ?)?(?:value|level|setting|option value|format|configuration|config|mode|port|number|duration|url|uri|syntax|directive|parameter|enum|profile|database|property|yaml|json)\b[^"'`]{0,40}(?:["'`](?<subject>[^"'`]{1,80})["'`])?/i,
  },
  {
    type: 'value-invalid',
    match:
      /(?:parse|parsing|unmarshal|decode|decoding|convert|read|load|loading|validat\w+) .{0,60}(?:config|setting|value|yaml|json|toml|env|variable|property|option|duration|integer|number|port|url).{0,60}(?:fail|error|invalid|: )/i,
  },
  {
    type: 'value-invalid',
    match:
      /strconv\.\w+: parsing "(?<subject>[^"]*)"|NumberFormatException: For input string: "(?<input>[^"]*)"|invalid literal for int\(\) with base \d+: '(?<literal>[^']*)'|time: invalid duration|yaml: |YAMLException|ParserError|TOMLDecodeError|JSONDecodeError|not a valid|must be (?:one of|a (?:positive |valid )?(?:number|integer|boolean|url|port)|between|greater|less)|out of range|\[emerg\]|CONFIG FILE ERROR|[Ss]yntax error (?:on|at|in) |mapping values are not allowed|Unknown database|cannot (?:be )?parsed?|could not parse|failed to parse|unable to parse|failed to bind properties|BindException: Failed/i,
  },
  {
    // A complaint about a configuration file, in whatever words.
    type: 'value-invalid',
    match:
      /(?:error|fail\w{0,4}|invalid|illegal|unexpected|unknown|abort\w{0,4}|reject\w{0,2}|bad) .{0,60}(?<![\w./-])(?<file>\/[\w./-]{1,200}\.(?:ya?ml|json|toml|ini|conf|cnf|cfg|properties|xml|hcl))\b/i,
    only: /\.(?:ya?ml|json|toml|ini|conf|cnf|cfg|properties|xml|hcl)\b/i,
  },
  {
    type: 'failure',
    match:
      /^(?:.{0,80}\s)?(?:panic:|fatal error:|Traceback \(most recent call last\)|Exception in thread|Unhandled (?:exception|rejection)|Uncaught|thread '.{0,300}' panicked|Segmentation fault)|\bFATAL\b|"(?:level|severity)":\s*"(?:fatal|critical|emergency)"|\bfatal\b.{0,5}:|Application run failed|APPLICATION FAILED TO START/i,
  },
  // A program that says where it serves; one that fails to says so in the same line.
  {
    type: 'listening',
    match:
      /^(?!.*(?:error|fail|unable|cannot|could not|refused|in use|denied)).*\b(?:listen(?:ing|s)?|started on)\b.{0,60}?(?:\bport(?:\(s\))?:? ?|:)(?<port>\d{2,5})\b(?![.:]\d)/i,
  },
  // Whoever it was that refused: only together with the roles of the program does it say more.
  { type: 'denied', match: /\b(?:forbidden|unauthorized|access denied)\b|\b40[13]\b.{0,20}(?:error|denied)/i },
];
