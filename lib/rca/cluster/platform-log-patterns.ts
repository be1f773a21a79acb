import type { Pattern } from './log-patterns.ts';

/**
 * What programs of the platform, meshes and HTTP clients of several languages log; read before the general patterns.
 * Sources: modprobe(8), iptables(8), inotify(7); istio.io/latest/docs/ops/common-problems/security-issues (the body of a refusal);
 * the exceptions of urllib3, aiohttp and libcurl, the messages of busybox; k8s.io/client-go/tools/leaderelection and its users;
 * the error codes of AWS (docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html), Google Cloud
 * (cloud.google.com/docs/quotas/troubleshoot) and Azure (learn.microsoft.com/azure/azure-resource-manager/troubleshooting).
 */
export const PLATFORM_PATTERNS: readonly Pattern[] = [
  { type: 'host-unknown', match: /host not found in upstream "(?<host>[A-Za-z0-9.-]{1,253})(?::(?<port>\d{2,5}))?"/ },
  // Defects of a program: runtimes say "out of range" of their own indexes, too, which is no wrong setting.
  {
    type: 'failure',
    match:
      /(?:index|bounds) out of range|nil pointer dereference|IndexError:|IndexOutOfBoundsException|NullPointerException|ZeroDivisionError/,
  },
  // A program built for a later runtime or library than its image has.
  { type: 'failure', match: /UnsupportedClassVersionError|`GLIBC_[\d.]{1,9}' not found/ },
  // A leader that could not renew its lease in time stops, so that another replica takes over.
  {
    type: 'lease-lost',
    match:
      /leader ?election lost|(?:lost|failed to renew) (?:the |its )?(?:leader )?lease\b|lost (?:the )?lock .{0,80}(?:leader|lease)|failed to renew lease \S{1,253}: (?:timed out|context deadline)/i,
  },
  // What the account at the cloud may have. ("exceeded quota: name, requested: ..." is Kubernetes' own.)
  {
    type: 'cloud-quota',
    match:
      /\b(?<subject>(?:Instance|Vcpu|Volume|VolumeStorage|MaxIOPS|Address|NetworkInterface|Snapshot|Vpc|LoadBalancer|Service)(?:Limit|Quota)Exceeded(?:Exception)?)\b|Quota '(?<role>[A-Za-z0-9_-]{1,80})' exceeded|\b(?<input>quotaExceeded|QUOTA_EXCEEDED|ZONE_RESOURCE_POOL_EXHAUSTED|InsufficientInstanceCapacity|SkuNotAvailable)\b|exceeding approved (?<literal>[\w -]{1,60}?) quota/,
  },
  // The words of clients only: a server that limits its own clients logs refusals of that kind all day.
  {
    type: 'throttled',
    match:
      /429 Client Error: Too Many Requests(?: for url: https?:\/\/(?<host>[A-Za-z0-9.-]{1,253}))?|failed with status code 429|HTTP Error 429|ThrottlingException|RequestLimitExceeded|TooManyRequestsException|\bRate exceeded\b|rateLimitExceeded|rpc error: code = ResourceExhausted|the server has received too many requests and has asked us to try again later/,
  },
  {
    type: 'throttled',
    match: /\b(?:Get|Head|Post|Put|Patch|Delete) \\?"[a-z]+:\/\/(?<host>[A-Za-z0-9.-]{1,253})(?::\d{2,5})?(?:\/[^"\s]*)?\\?": .{0,160}429/,
    only: /\b429\b/,
  },
  // Elasticsearch and MongoDB about kernel settings and processors.
  { type: 'host-prerequisite', match: /vm\.max_map_count|max file descriptors \[\d{1,9}\]|requires a CPU with/ },
  // Vault needs a capability; databases and queues look at the owner and mode of their files.
  { type: 'permission', match: /[Ff]ailed to lock memory|mlock syscall/ },
  {
    type: 'permission',
    match:
      /data directory "(?<subject>\/[^"]{1,200})" has (?:wrong ownership|invalid permissions|group or world access)|(?<!\S)(?<role>\/[\w./-]{1,200}) must be accessible by owner only|'(?<input>\/[\w./-]{1,200})' is not writable/,
  },
  { type: 'disk-full', match: /mvcc: database space exceeded|etcdserver: no space/ },
  // client-go about a kind whose definition is not installed.
  {
    type: 'kind-missing',
    match:
      /could not find the requested resource \(\w{1,10} (?<subject>[a-z0-9]{1,63}\.[a-z0-9.-]{1,200})\)|list of server APIs: (?<role>[\w.-]{1,200}\/v\w{1,20}): the server could not find the requested resource/,
  },
  {
    // Network plugins, tracers and device plugins about the kernel and the drivers of the node.
    type: 'host-prerequisite',
    match:
      /Error registering network: operation not supported|[Kk]ernel headers .{0,60}(?:cannot|could not|not) be found|(?:[Ff]ailed to|[Uu]nable to|[Cc]ould not|can't) (?:initialize|load|find) (?:NVML|NVIDIA|the (?:kernel )?(?:module|driver|probe))|NVIDIA-SMI has failed|libbpf: .{0,80}(?:not supported|not found)|can't use ipvs proxier|KVM kernel module|(?:ipvs|ip_vs|vxlan|wireguard|nbd|rbd|dm_crypt|overlay) (?:kernel )?module .{0,40}(?:not|missing)/,
  },
  {
    type: 'host-prerequisite',
    match:
      /modprobe: (?:FATAL|ERROR|can't)|(?:[Kk]ernel )?[Mm]odule \S{1,64} (?:is )?not (?:found|loaded|available)|can't initialize ip6?tables table|(?:installed|loaded|enabled|mounted) on (?:the|your|this|each|every) (?:host|node|machine)|(?:nsenter|iscsiadm|mount\.nfs|mount\.cifs|cryptsetup|multipathd?): .{0,80}(?:not found|No such file)|inotify_(?:init|add_watch)|(?:inotify|fsnotify) .{0,60}too many open files|BPF filesystem|bpffs .{0,40}not mounted|(?:requires|needs) (?:a )?(?:Linux )?kernel (?:version )?\d/,
  },
  {
    type: 'mesh-denied',
    match: /RBAC: access denied|rbac_access_denied|client is not authorized|unauthorized (?:connection|request) on server/i,
  },
  { type: 'value-invalid', match: /No resolvable bootstrap urls given in (?<subject>[\w.]{1,80})/ },
  // Pydantic and Django.
  { type: 'setting-missing', match: /Field required \[type=missing|\b(?<subject>[A-Z][A-Z0-9_]{1,80}) setting must not be empty/ },
  {
    // urllib3 names host and port before the cause, aiohttp before the addresses that it tried, libcurl before the time.
    type: 'refused',
    match: /\(host='(?<host>[A-Za-z0-9.-]{1,253})', port=(?<port>\d{2,5})\).{0,400}(?:refused|Errno 111)/,
  },
  { type: 'timeout', match: /\(host='(?<host>[A-Za-z0-9.-]{1,253})', port=(?<port>\d{2,5})\).{0,400}(?:timed out|Errno 110)/ },
  {
    type: 'refused',
    match: /Cannot connect to host (?<host>[A-Za-z0-9.-]{1,253}):(?<port>\d{2,5}) .{0,60}(?:Connect call failed|refused)/,
  },
  {
    type: 'refused',
    match:
      /Failed to connect to (?<host>[A-Za-z0-9.-]{1,253}) port (?<port>\d{2,5})(?: after \d{1,9} ms)?: (?:Could(?:n't| not) connect to server|Connection refused)/,
  },
  // asyncio names the address in the exception itself.
  { type: 'refused', match: /Connect call failed \(["'](?<host>[A-Za-z0-9.-]{1,253})["'], (?<port>\d{2,5})\b/ },
  { type: 'refused', match: /can't connect to remote host \(?(?<host>[A-Za-z0-9.-]{1,253})\)?: Connection refused/ },
];
