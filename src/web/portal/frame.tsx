import type { ReactNode } from 'react';
import { useWords } from './words/words.tsx';

/** What stands around every screen: whose shop it is, a person to turn to, the language. */
export function Frame(props: { shopName: string | null; leave: (() => void) | null; children: ReactNode }) {
  const { words, language, switchLanguage } = useWords();
  return (
    <div className="frame">
      <header className="frame-head">
        <span className="shop-name">{props.shopName ?? words.shared.appName}</span>
      </header>
      {props.children}
      <footer className="frame-foot">
        <p>{words.shared.contact}</p>
        <div className="foot-actions">
          <button type="button" className="link" lang={language === 'en' ? 'zh-CN' : 'en'} onClick={switchLanguage}>
            {words.shared.otherLanguage}
          </button>
          {props.leave ? (
            <button type="button" className="link" onClick={props.leave}>
              {words.shared.forget}
            </button>
          ) : null}
        </div>
      </footer>
    </div>
  );
}
