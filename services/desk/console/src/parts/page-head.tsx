import type { ReactNode } from 'react';

/** Title of a page, a line that says what it is for, and what can be done on it. */
export function PageHead({ title, intro, children }: { title: ReactNode; intro?: string; children?: ReactNode }) {
  return (
    <>
      <div className="page-head">
        <h1>{title}</h1>
        {children}
      </div>
      {intro ? <p className="quiet page-intro">{intro}</p> : null}
    </>
  );
}
