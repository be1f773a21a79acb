import type { Obj } from '../../store/object.ts';
import type { App } from '../apps/app.ts';

/** Why the kubelet refuses to have a container started (pkg/kubelet/kuberuntime/security_context.go). */
export function securityProblem(app: App, pod: Obj, container: Obj['spec']): string | undefined {
  const of = { ...pod.spec.securityContext, ...container.securityContext };
  if (!of.runAsNonRoot || (of.runAsUser ?? app.user) !== 0) return undefined;
  const { name, namespace, uid } = pod.metadata;
  const reason =
    of.runAsUser === 0 ? "container's runAsUser breaks non-root policy" : 'container has runAsNonRoot and image will run as root';
  return `${reason} (pod: "${name}_${namespace}(${uid})", container: ${container.name})`;
}

/** Why the runtime cannot start a container's command (in the words of containerd and runc). */
export function commandProblem(app: App, container: Obj['spec']): string | undefined {
  const [command] = container.command ?? [];
  if (command === undefined || !app.programs || app.programs.includes(command)) return undefined;
  const found = command.startsWith('/') ? `stat ${command}: no such file or directory` : 'executable file not found in $PATH';
  return `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "${command}": ${found}`;
}
