/**
 * Old and variant forms of kanji, each followed by the form that the key uses (JAPAN-RULES 2.4, step 2). NFKC leaves
 * these alone (it already folds the compatibility ideographs, so they are not listed). A register copy often shows the
 * old form and a web form the new one, and both must give one key. Each word is a form and its key form.
 */
const oldForms = `
亞亜 惡悪 壓圧 圍囲 醫医 爲為 壹壱 隱隠 榮栄 營営 衞衛 驛駅 圓円 緣縁 艷艶 鹽塩 奧奥 應応 橫横 歐欧 毆殴 黃黄 溫温 穩穏
假仮 價価 畫画 會会 繪絵 壞壊 懷懐 槪概 擴拡 殼殻 覺覚 學学 嶽岳 樂楽 渴渇 勸勧 卷巻 寬寛 歡歓 罐缶 觀観 關関 陷陥 顏顔
歸帰 氣気 龜亀 僞偽 戲戯 犧犠 舊旧 據拠 擧挙 虛虚 峽峡 挾挟 敎教 鄕郷 堯尭 曉暁 區区 驅駆 勳勲 薰薫 徑径 惠恵 揭掲 攜携
溪渓 經経 繼継 莖茎 螢蛍 輕軽 鷄鶏 藝芸 擊撃 缺欠 縣県 儉倹 劍剣 險険 圈圏 檢検 權権 獻献 硏研 顯顕 驗験 嚴厳 效効 廣広
恆恒 鑛鉱 號号 國国 黑黒 濟済 碎砕 齋斎 劑剤 櫻桜 册冊 雜雑 參参 慘惨 棧桟 蠶蚕 贊賛 殘残 絲糸 齒歯 兒児 辭辞 濕湿 實実
舍舎 寫写 釋釈 壽寿 收収 從従 澁渋 獸獣 縱縦 肅粛 處処 緖緒 敍叙 奬奨 將将 涉渉 燒焼 稱称 證証 乘乗 剩剰 壤壌 孃嬢 條条
淨浄 狀状 疊畳 讓譲 釀醸 囑嘱 觸触 寢寝 愼慎 晉晋 眞真 刄刃 盡尽 圖図 粹粋 醉酔 隨随 髓髄 數数 樞枢 瀨瀬 聲声 靜静 齊斉
攝摂 竊窃 專専 戰戦 淺浅 潛潜 纖繊 踐践 錢銭 禪禅 曾曽 雙双 壯壮 搜捜 插挿 巢巣 爭争 瘦痩 總総 莊荘 裝装 騷騒 增増 臟臓
藏蔵 卽即 屬属 續続 墮堕 體体 對対 帶帯 滯滞 臺台 瀧滝 擇択 澤沢 單単 擔担 膽胆 團団 彈弾 斷断 癡痴 遲遅 晝昼 蟲虫 鑄鋳
廳庁 徵徴 聽聴 敕勅 鎭鎮 遞逓 鐵鉄 轉転 點点 傳伝 黨党 盜盗 燈灯 當当 鬪闘 德徳 獨独 讀読 屆届 貳弐 腦脳 霸覇 廢廃 拜拝
賣売 麥麦 發発 髮髪 拔抜 晚晩 蠻蛮 祕秘 濱浜 甁瓶 拂払 佛仏 倂併 竝並 變変 邊辺 邉辺 辨弁 瓣弁 辯弁 舖舗 步歩 穗穂 寶宝
豐豊 襃褒 沒没 飜翻 每毎 萬万 滿満 麵麺 默黙 餠餅 戾戻 彌弥 藥薬 譯訳 豫予 餘余 與与 譽誉 搖揺 樣様 謠謡 來来 賴頼 亂乱
覽覧 龍竜 兩両 獵猟 綠緑 壘塁 淚涙 勵励 禮礼 隸隷 靈霊 齡齢 曆暦 歷歴 戀恋 鍊錬 爐炉 勞労 樓楼 郞郎 錄録 灣湾
`;

/** Forms met in names and not among the old forms: the "ladder" 髙, the "standing" 﨑, and their like. */
const nameVariants = `
髙高 﨑崎 嵜崎 碕崎 濵浜 嶋島 嶌島 嶹島 冨富 舘館 峯峰 栁柳 桺柳 𠮷吉 淸清 靑青 渕淵 渊淵 薗園 埜野 壄野 杦杉 桒桑 槇槙
籔藪 薮藪 篭籠 檜桧 曻昇 昻昂 凉涼 凜凛 煕熙 熈熙 穐秋 龝秋 圀国 囯国 畄留 畱留 杤栃 櫔栃 鐮鎌 鍜鍛 鷗鴎 鴈雁 駈駆 飮飲
隝島 隯島 閒間 鐡鉄 銕鉄 邨村 鄉郷 迯逃 逹達 蘓蘇 蕚萼 葢蓋 荅答 苐第 舩船 舮艫 翆翠 羣群 罸罰 緫総 頴穎 稻稲 祿禄 禱祷
礒磯 礪砺 礦鉱 畧略 疂畳 珎珍 珤宝 寳宝 獎奨 狹狭 焰焔 烟煙 灋法 潴瀦 滛淫 泻潟 汙汚 歿没 嵗歳 歲歳 槗橋 𣘺橋 棊棋 梹檳
枩松 枀松 柗松 栢柏 暸瞭 晄晃 晧皓 旹時 斈学 擕携 挂掛 恊協 忰悴 忩怱 彥彦 弉奘 弌一 弍二 弎三 庿廟 广広 帋紙 巖巌 巗巌
嵒岩 峩峨 崕崖 罡岡 崗岡 畍界 坿附 壻婿 夛多 姸妍 姊姉 娛娯 嫰嫩 宫宮 寉鶴 靏鶴 靍鶴 鸖鶴 尙尚 尅剋 屛屏 吳呉 吞呑 喻喩
噓嘘 囘回 囬回 卆卒 廚厨 廐厩 廏厩 厰廠 卄廿 勗勖 劔剣 劒剣 剱剣 釼剣 劎剣 刧劫 凬風 凮風 冝宜 冩写 冐冒 冲沖 决決 况況
凖準 减減 凑湊 兪俞 內内 兔兎 莵菟 僊仙 儁俊 儘侭 侫佞 俠侠 亰京 亯享 亊事 乕虎 丗世 吿告 煇輝 裵裴 瓈璃 剏創 勑勅 坴陸
鑒鑑 鍳鑑 鈎鉤 靱靭 韭韮 麁粗 麄粗 鹼鹸 黌黉 筝箏 糓穀 聟婿 肎肯 臈臘 葊庵 菴庵 萠萌 蔕蒂 裡裏 褝襌 賍贓 賎賤 躰体 軣轟
軆体 輌輛 迩邇 遙遥 邱丘 鈬鐸 銹錆 鑚鑽 鄰隣 頚頸 顚顛 餝飾 鯵鰺 黏粘 鼇鰲 塡填 頰頬 剝剥 蔣蒋 蟬蝉 蠟蝋 醬醤 搔掻 摑掴
禰祢 簞箪 繡繍 萊莱 軀躯 遶繞 驒騨 麴麹 瀆涜 潑溌 囊嚢 攪撹 桝枡 梼檮 溯遡 灌潅 瑤瑶 稟禀 竃竈 蘂蕊 諫諌 譃嘘 遯遁 醱醗
`;

const pairsOf = (table: string): (readonly [string, string])[] =>
  table
    .trim()
    .split(/\s+/u)
    .map((pair) => {
      const [form = '', keyForm = ''] = [...pair];
      return [form, keyForm] as const;
    });

/** Every pair, in the order of the tables. */
export const kanjiForms: readonly (readonly [form: string, keyForm: string])[] = [
  ...pairsOf(oldForms),
  ...pairsOf(nameVariants),
];

const keyFormOf: ReadonlyMap<string, string> = new Map(kanjiForms);

/** Writes every kanji in its key form; other characters stay. */
export const toKeyForms = (text: string): string =>
  Array.from(text, (character) => keyFormOf.get(character) ?? character).join('');
