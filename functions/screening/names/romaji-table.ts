const rows = `
ア a イ i ウ u エ e オ o カ ka キ ki ク ku ケ ke コ ko サ sa シ shi ス su セ se ソ so タ ta チ chi ツ tsu テ te ト to
ナ na ニ ni ヌ nu ネ ne ノ no ハ ha ヒ hi フ fu ヘ he ホ ho マ ma ミ mi ム mu メ me モ mo ヤ ya ユ yu ヨ yo
ラ ra リ ri ル ru レ re ロ ro ワ wa ヰ i ヱ e ヲ o ン n ガ ga ギ gi グ gu ゲ ge ゴ go ザ za ジ ji ズ zu ゼ ze ゾ zo
ダ da ヂ ji ヅ zu デ de ド do バ ba ビ bi ブ bu ベ be ボ bo パ pa ピ pi プ pu ペ pe ポ po ヴ vu ヷ va ヺ vo
ァ a ィ i ゥ u ェ e ォ o ャ ya ュ yu ョ yo ヮ wa ヵ ka ヶ ke
キャ kya キュ kyu キョ kyo シャ sha シュ shu ショ sho チャ cha チュ chu チョ cho ニャ nya ニュ nyu ニョ nyo ヒャ hya ヒュ hyu ヒョ hyo
ミャ mya ミュ myu ミョ myo リャ rya リュ ryu リョ ryo ギャ gya ギュ gyu ギョ gyo ジャ ja ジュ ju ジョ jo ヂャ ja ヂュ ju ヂョ jo
ビャ bya ビュ byu ビョ byo ピャ pya ピュ pyu ピョ pyo シェ she ジェ je チェ che ティ ti ディ di トゥ tu ドゥ du デュ dyu
ファ fa フィ fi フェ fe フォ fo ヴァ va ヴィ vi ヴェ ve ヴォ vo ウィ wi ウェ we ウォ wo ツァ tsa ツェ tse ツォ tso クァ kwa グァ gwa
イェ ye
`;

const romajiOf: ReadonlyMap<string, string> = new Map(
  [...rows.matchAll(/(\p{sc=Katakana}+) ([a-z]+)/gu)].map(([, kana = '', romaji = '']) => [kana, romaji]),
);

/** The Hepburn spelling of one word in katakana, ッ doubling the next consonant; what is not kana stays. */
export function hepburn(word: string): string {
  const kana = [...word];
  let romaji = '';
  let isDoubled = false;
  for (let at = 0; at < kana.length; at += 1) {
    const one = kana[at] ?? '';
    const two = romajiOf.get(one + (kana[at + 1] ?? ''));
    if (one === 'ッ') {
      isDoubled = true;
      continue;
    }
    const syllable = two ?? romajiOf.get(one) ?? one;
    romaji += isDoubled && /^[bcdfghjkmprstvwz]/u.test(syllable) ? syllable.charAt(0) + syllable : syllable;
    isDoubled = false;
    if (two !== undefined) at += 1;
  }
  return romaji;
}
