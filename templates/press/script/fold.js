// Folding: one letter for all forms of it, so that words are found however they are spelled.
(function () {
  "use strict";
  // Old and new forms of characters, in pairs.
  const OLD = "亞亜惡悪壓圧圍囲爲為醫医壹壱稻稲飮飲隱隠營営榮栄衞衛驛駅圓円緣縁艷艶鹽塩奧奥應応橫横歐欧毆殴穩穏假仮價価畫画會会壞壊懷懐繪絵槪概擴拡殼殻覺覚學学嶽岳樂楽勸勧卷巻寬寛歡歓罐缶觀観關関陷陥巖巌顏顔歸帰氣気龜亀僞偽戲戯犧犠舊旧據拠擧挙峽峡挾挟狹狭鄕郷曉暁區区驅駆勳勲薰薫羣群徑径惠恵揭掲攜携溪渓經経繼継莖茎螢蛍輕軽鷄鶏藝芸擊撃缺欠儉倹劍剣圈圏檢検權権獻献硏研縣県險険顯顕驗験嚴厳效効廣広恆恒鑛鉱號号國国黑黒濟済碎砕齋斎劑剤櫻桜册冊雜雑產産參参慘惨棧桟蠶蚕贊賛殘残絲糸齒歯兒児辭辞濕湿實実舍舎寫写釋釈壽寿收収從従澁渋獸獣縱縦肅粛處処緖緒敍叙尙尚奬奨將将牀床涉渉燒焼稱称證証乘乗剩剰壤壌孃嬢條条淨浄疊畳穰穣讓譲釀醸囑嘱觸触寢寝愼慎晉晋眞真盡尽圖図粹粋醉酔隨随髓髄數数樞枢瀨瀬聲声靜静齊斉攝摂竊窃專専戰戦淺浅潛潜纖繊踐践錢銭禪禅曾曽雙双壯壮搜捜插挿爭争總総聰聡莊荘裝装騷騒增増臟臓藏蔵屬属續続墮堕體体對対帶帯滯滞臺台瀧滝擇択澤沢單単擔担膽胆團団彈弾斷断癡痴遲遅晝昼蟲虫鑄鋳廳庁聽聴敕勅鎭鎮遞逓鐵鉄轉転點点傳伝黨党盜盗燈灯當当鬪闘德徳獨独讀読屆届繩縄貳弐惱悩腦脳霸覇廢廃拜拝賣売麥麦發発髮髪拔抜蠻蛮祕秘彥彦濱浜甁瓶拂払佛仏竝並變変邊辺邉辺辨弁辯弁瓣弁舖舗步歩穗穂寶宝襃褒豐豊沒没飜翻槇槙萬万滿満默黙餠餅彌弥譯訳藥薬與与豫予餘余譽誉搖揺樣様謠謡遙遥來来賴頼亂乱覽覧畧略龍竜兩両獵猟綠緑鄰隣壘塁淚涙勵励禮礼隸隷靈霊齡齢曆暦歷歴戀恋鍊錬爐炉勞労樓楼郞郎錄録灣湾亙亘嶋島嶌島聯連瑤瑶堯尭卽即旣既鄉郷內内吳呉吿告說説稅税敎教淸清靑青强強歲歳每毎黃黄虛虚戶戸晚晩查査麵麺潑溌蔣蒋顚顛塡填頰頬繫繋捏揑峯峰凾函";
  const known = new Map();
  for (let n = 0; n < OLD.length; n += 2) known.set(OLD[n], OLD[n + 1]);
  for (const [from, to] of ["ёе", "ѣе", "іи", "ѳф", "ѵи", "ßs", "øo", "łl", "đd", "ıi", "’'", "‘'", "‐-", "‑-", "–-"]) known.set(from, to);

  function letter(sign) {
    let folded = known.get(sign);
    if (folded !== undefined) return folded;
    folded = sign;
    const code = sign.charCodeAt(0);
    if (code >= 0x30a1 && code <= 0x30f6) folded = String.fromCharCode(code - 0x60);
    else if (code >= 0xff01 && code <= 0xff5e) folded = String.fromCharCode(code - 0xfee0).toLowerCase();
    else if (/\p{Script=Latin}/u.test(sign)) folded = sign.normalize("NFD")[0];
    known.set(sign, folded);
    return folded;
  }

  // As many letters as before: where a word is in the folded text, it is in the text.
  compendium.fold = function (text) {
    const small = text.toLowerCase();
    const same = small.length === text.length ? small : [...text].map((sign) => {
      const low = sign.toLowerCase();
      return low.length === sign.length ? low : sign;
    }).join("");
    return same.replace(/[^\x00-\x7f]/g, letter);
  };
  // Scripts that do not part words: there any part of one is looked for.
  compendium.unparted = (text) => /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/.test(text);
})();
