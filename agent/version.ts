/** The agent's version; the bundle's build puts the package's in. */
export const AGENT_VERSION = process.env.KG_AGENT_VERSION ?? '0.1.0';
