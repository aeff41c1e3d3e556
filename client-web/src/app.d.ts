declare global {
  namespace App {
    interface PageState {
      /** The details of the conversation cover it; going back uncovers it. */
      details?: boolean;
      /** Whom the sign-in form is for. */
      email?: string;
    }
  }
}

export {};
