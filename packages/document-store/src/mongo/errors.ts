import mongoose from 'mongoose';
import { DocumentStoreError, StoreUnavailableError } from '../errors.ts';

const DUPLICATE_KEY = 11000;

/**
 * Runs something on the server; what fails there or on the way becomes StoreUnavailableError. The driver lets errors of
 * the socket through as they are, so all counts as that but our own errors and plain mistakes in the program.
 */
export async function onServer<R>(work: () => Promise<R>): Promise<R> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DocumentStoreError || error instanceof TypeError) throw error;
    const problem = error instanceof Error ? error.message : String(error);
    throw new StoreUnavailableError(`the document store did not do it: ${problem}`, error);
  }
}

/** False when a document of that id exists already. */
export async function inserted(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof mongoose.mongo.MongoServerError && error.code === DUPLICATE_KEY) return false;
    throw error;
  }
}
