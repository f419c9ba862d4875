/** `main` for `refs/heads/main`; `HEAD` when detached. */
export function branchName(ref: string | null): string {
  return ref === null ? 'HEAD' : ref.replace(/^refs\/heads\//, '');
}
