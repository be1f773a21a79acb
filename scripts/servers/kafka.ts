import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fetchJars, requireJava, startJava } from './java.ts';
import { listens, type RunningServer, startServer } from './server.ts';

const DEPENDENCIES = ['org.apache.kafka:kafka_2.13:4.4.0', 'org.slf4j:slf4j-simple:1.7.36'];
const LOGGING = [
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
  '-Dorg.slf4j.simpleLogger.showDateTime=true',
  '-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info',
];
const STORE_PASSWORD = 'loopback-only';

/** Settings that are chosen once and kept. */
export interface KafkaSettings {
  plainPort: number;
  tlsPort: number;
  controllerPort: number;
  password: string;
}

/**
 * Starts one KRaft node on loopback: SASL_PLAINTEXT for the product, SASL_SSL for agents, SCRAM-SHA-256 on both, ACLs
 * enforced, no topics created automatically. Needs Java 17 and Maven, and `keytool` of the JDK for the certificate.
 */
export async function startKafka(folder: string, settings: KafkaSettings): Promise<RunningServer> {
  await requireJava(17);
  const lib = await fetchJars(folder, DEPENDENCIES);
  await makeCertificate(folder);
  await writeFile(join(folder, 'server.properties'), kafkaProperties(folder, settings));
  const java = ['-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Djava.awt.headless=true', ...LOGGING, '-cp', `${lib}/*`];
  if (!existsSync(join(folder, 'data', 'meta.properties'))) {
    await rm(join(folder, 'data'), { recursive: true, force: true });
    const admin = `SCRAM-SHA-256=[name=admin,password=${settings.password}]`;
    const format = ['format', '--standalone', '-t', '4L6g3nShT-eMCtK--X86sw', '-c', 'server.properties', '--add-scram', admin];
    await promisify(execFile)('java', [...java, 'kafka.tools.StorageTool', ...format], { cwd: folder });
  }
  const running = await startServer(
    'Kafka',
    join(folder, 'kafka.log'),
    (log) => startJava([...java, 'kafka.Kafka', 'server.properties'], { cwd: folder, log }),
    async () => (await listens(settings.plainPort)) && (await listens(settings.tlsPort)),
  );
  return {
    name: 'Kafka',
    variables: {
      KAFKA_BROKERS: `127.0.0.1:${settings.plainPort}`,
      KAFKA_USERNAME: 'admin',
      KAFKA_PASSWORD: settings.password,
      KAFKA_AGENT_BROKERS: `localhost:${settings.tlsPort}`,
      KAFKA_AGENT_CA: join(folder, 'ca.pem'),
    },
    stop: running.stop,
  };
}

/** Creates a self-signed certificate for this machine: the broker's key store, and the certificate alone for clients. */
async function makeCertificate(folder: string): Promise<void> {
  const [store, ca] = [join(folder, 'broker.p12'), join(folder, 'ca.pem')];
  if (existsSync(ca)) return;
  await mkdir(folder, { recursive: true });
  await rm(store, { force: true });
  const common = ['-alias', 'broker', '-keystore', store, '-storetype', 'PKCS12', '-storepass', STORE_PASSWORD];
  const names = 'SAN=dns:localhost,ip:127.0.0.1';
  await promisify(execFile)('keytool', [
    '-genkeypair',
    ...common,
    '-keyalg',
    'EC',
    '-groupname',
    'secp256r1',
    '-validity',
    '3650',
    '-dname',
    'CN=localhost',
    '-ext',
    names,
  ]);
  await promisify(execFile)('keytool', ['-exportcert', '-rfc', ...common, '-file', `${ca}.partial`]);
  await rename(`${ca}.partial`, ca);
}

/** The settings of the broker. */
export function kafkaProperties(folder: string, { plainPort, tlsPort, controllerPort, password }: KafkaSettings): string {
  const scram = 'org.apache.kafka.common.security.scram.ScramLoginModule required';
  const plain = 'org.apache.kafka.common.security.plain.PlainLoginModule required';
  return `process.roles=broker,controller
node.id=1
controller.quorum.bootstrap.servers=127.0.0.1:${controllerPort}
listeners=SASL_PLAINTEXT://127.0.0.1:${plainPort},SASL_SSL://127.0.0.1:${tlsPort},CONTROLLER://127.0.0.1:${controllerPort}
advertised.listeners=SASL_PLAINTEXT://127.0.0.1:${plainPort},SASL_SSL://localhost:${tlsPort}
listener.security.protocol.map=SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL,CONTROLLER:SASL_PLAINTEXT
controller.listener.names=CONTROLLER
inter.broker.listener.name=SASL_PLAINTEXT
log.dirs=${join(folder, 'data')}

sasl.enabled.mechanisms=SCRAM-SHA-256
sasl.mechanism.inter.broker.protocol=SCRAM-SHA-256
listener.name.sasl_plaintext.scram-sha-256.sasl.jaas.config=${scram} username="admin" password="${password}";
listener.name.sasl_ssl.scram-sha-256.sasl.jaas.config=${scram};
# SCRAM does not exist before the quorum is up, so controllers know each other by PLAIN
sasl.mechanism.controller.protocol=PLAIN
listener.name.controller.sasl.enabled.mechanisms=PLAIN
listener.name.controller.plain.sasl.jaas.config=${plain} username="admin" password="${password}" user_admin="${password}";

ssl.keystore.type=PKCS12
ssl.keystore.location=${join(folder, 'broker.p12')}
ssl.keystore.password=${STORE_PASSWORD}
ssl.client.auth=none

authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:admin
allow.everyone.if.no.acl.found=false
auto.create.topics.enable=false

num.partitions=1
default.replication.factor=1
min.insync.replicas=1
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
share.coordinator.state.topic.num.partitions=1
group.initial.rebalance.delay.ms=0
num.network.threads=2
num.io.threads=2
background.threads=2
log.cleaner.dedupe.buffer.size=2097152
log.segment.bytes=16777216
# thousands of topics would else take gigabytes of sparse index files
log.index.size.max.bytes=262144
num.recovery.threads.per.data.dir=4
# a lost SCRAM user must not take others along at a restart: live credentials are in a snapshot soon
metadata.log.max.snapshot.interval.ms=5000
`;
}
