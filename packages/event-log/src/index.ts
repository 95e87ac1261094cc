export {
  EventLogError,
  type EventLogErrorCode,
  LogClosedError,
  LogUnavailableError,
  OwnershipLostError,
  RecordTooLargeError,
  TopicMismatchError,
} from './errors.ts';
export * from './open.ts';
export * from './port.ts';
