import type { CredentialResult } from '../merchants/check-credential.ts';

export interface Text {
  readonly ja: string;
  readonly en: string;
}

type Told = CredentialResult | 'not_own_id';

/** What the settings screen says below the two fields (CAPABILITIES.md B1). */
export const credentialTexts: Readonly<Record<Told, Text>> = {
  ok: { ja: '接続を確認しました。', en: 'The connection works.' },
  wrong_id: { ja: '加盟店IDが正しくありません。', en: 'The merchant id is wrong.' },
  wrong_code: { ja: 'API認証コードが正しくありません。', en: 'The API auth code is wrong.' },
  suspended: {
    ja: 'この加盟店は現在利用停止中です。サポートデスクにお問い合わせください。',
    en: 'The merchant is suspended. Ask the support desk.',
  },
  not_own_id: {
    ja: '加盟店IDとAPI認証コードは有効ですが、貴店のものではないため、決済方法は有効になりません。',
    en: 'Id and code belong together, but not to this shop: the method stays off.',
  },
};
