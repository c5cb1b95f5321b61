/** One end of a line of messages between a page or process and a worker. */
export interface Port {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

/** A worker as its owner sees it. */
export interface WorkerHandle extends Port {
  /** Called once if the worker dies or its code throws outside a job. */
  onFailure(listener: (error: Error) => void): void;
  /** Ends the worker at once, whatever it is doing. */
  stop(): void;
}
