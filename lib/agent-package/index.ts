/** The agent package: the zip file with which clients install the agent, and the command that does it. */
export { buildAgentPackage, installCommand, packageFileName } from './package.ts';
