/** A deployment that cannot be made or has failed, told for the person who deploys. */
export class DeployError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DeployError';
  }
}
