/** Why a pod does not fit a node; `final` if preempting other pods would not help. */
export interface Misfit {
  reasons: string[];
  final: boolean;
}
