import { keyOf, shown } from '#lib/kubernetes/refs.ts';
import { RISKS, type Risk, type RiskReport } from '#lib/rca/risks/index.ts';

const LEVELS = { high: 'error', medium: 'warning', low: 'note' } as const;

/**
 * Risks as a log in the format SARIF 2.1.0 (docs.oasis-open.org/sarif/sarif/v2.1.0), which code hosts show beside the source.
 * `fileOf` gives the file that an object was read from, if it was.
 */
export function sarifOf({ risks, unchecked }: RiskReport, fileOf: (risk: Risk) => string | undefined): object {
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'kg-rca', rules: RISKS.map(({ code, title }) => ({ id: code, shortDescription: { text: `${title}.` } })) },
        },
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: unchecked.map((text) => ({ level: 'note', message: { text } })),
          },
        ],
        results: risks.map((risk) => resultOf(risk, fileOf(risk))),
      },
    ],
  };
}

function resultOf(risk: Risk, file: string | undefined): object {
  const { code, object, severity, text, evidence, remedy } = risk;
  const path = evidence.source.type === 'state' ? evidence.source.path : '';
  return {
    ruleId: code,
    ruleIndex: RISKS.findIndex((one) => one.code === code),
    level: LEVELS[severity],
    message: { text: `${text} ${remedy.text}` },
    locations: [
      {
        ...(file !== undefined && { physicalLocation: { artifactLocation: { uri: encodeURI(file.replaceAll('\\', '/')) } } }),
        logicalLocations: [{ name: object.name, fullyQualifiedName: `${shown(object)} ${path}`, kind: 'resource' }],
      },
    ],
    partialFingerprints: { 'risk/v1': `${code} ${keyOf(object)} ${path}` },
    properties: { severity },
  };
}
