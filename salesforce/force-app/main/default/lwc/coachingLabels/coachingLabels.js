import alreadyDone from '@salesforce/label/c.Coach_Already_Done';
import cannotRead from '@salesforce/label/c.Coach_Cannot_Read';
import cannotSave from '@salesforce/label/c.Coach_Cannot_Save';
import cards from '@salesforce/label/c.Coach_Cards';
import checklist from '@salesforce/label/c.Coach_Checklist';
import chooseFirst from '@salesforce/label/c.Coach_Choose_First';
import dismissedTold from '@salesforce/label/c.Coach_Dismissed_Told';
import done from '@salesforce/label/c.Coach_Done';
import doneTold from '@salesforce/label/c.Coach_Done_Told';
import empty from '@salesforce/label/c.Coach_Empty';
import explanationComes from '@salesforce/label/c.Coach_Explanation_Comes';
import haveRead from '@salesforce/label/c.Coach_Have_Read';
import inAWeek from '@salesforce/label/c.Coach_In_A_Week';
import inYourWords from '@salesforce/label/c.Coach_In_Your_Words';
import loading from '@salesforce/label/c.Coach_Loading';
import minutes from '@salesforce/label/c.Coach_Minutes';
import no from '@salesforce/label/c.Coach_No';
import noRecord from '@salesforce/label/c.Coach_No_Record';
import notForDeal from '@salesforce/label/c.Coach_Not_For_Deal';
import notNow from '@salesforce/label/c.Coach_Not_Now';
import notRelevant from '@salesforce/label/c.Coach_Not_Relevant';
import notSure from '@salesforce/label/c.Coach_Not_Sure';
import nothingDue from '@salesforce/label/c.Coach_Nothing_Due';
import objection from '@salesforce/label/c.Coach_Objection';
import onlyTheRep from '@salesforce/label/c.Coach_Only_The_Rep';
import other from '@salesforce/label/c.Coach_Other';
import privateAnswer from '@salesforce/label/c.Coach_Private_Answer';
import question from '@salesforce/label/c.Coach_Question';
import read from '@salesforce/label/c.Coach_Read';
import readTold from '@salesforce/label/c.Coach_Read_Told';
import rightAnswer from '@salesforce/label/c.Coach_Right_Answer';
import sayWhy from '@salesforce/label/c.Coach_Say_Why';
import snoozedTold from '@salesforce/label/c.Coach_Snoozed_Told';
import stageChanges from '@salesforce/label/c.Coach_Stage_Changes';
import sure from '@salesforce/label/c.Coach_Sure';
import takeOff from '@salesforce/label/c.Coach_Take_Off';
import talkTrack from '@salesforce/label/c.Coach_Talk_Track';
import thanks from '@salesforce/label/c.Coach_Thanks';
import tip from '@salesforce/label/c.Coach_Tip';
import today from '@salesforce/label/c.Coach_Today';
import tomorrow from '@salesforce/label/c.Coach_Tomorrow';
import unknownError from '@salesforce/label/c.Coach_Unknown_Error';
import useful from '@salesforce/label/c.Coach_Useful';
import video from '@salesforce/label/c.Coach_Video';
import week from '@salesforce/label/c.Coach_Week';
import why from '@salesforce/label/c.Coach_Why';
import whyNotOthers from '@salesforce/label/c.Coach_Why_Not_Others';
import whyThis from '@salesforce/label/c.Coach_Why_This';
import wrong from '@salesforce/label/c.Coach_Wrong';
import yes from '@salesforce/label/c.Coach_Yes';
import yourAnswer from '@salesforce/label/c.Coach_Your_Answer';
import yourAnswerRight from '@salesforce/label/c.Coach_Your_Answer_Right';

/** Every word that people read, by what it is for. */
export const labels = {
    alreadyDone,
    cannotRead,
    cannotSave,
    cards,
    checklist,
    chooseFirst,
    dismissedTold,
    done,
    doneTold,
    empty,
    explanationComes,
    haveRead,
    inAWeek,
    inYourWords,
    loading,
    minutes,
    no,
    noRecord,
    notForDeal,
    notNow,
    notRelevant,
    notSure,
    nothingDue,
    objection,
    onlyTheRep,
    other,
    privateAnswer,
    question,
    read,
    readTold,
    rightAnswer,
    sayWhy,
    snoozedTold,
    stageChanges,
    sure,
    takeOff,
    talkTrack,
    thanks,
    tip,
    today,
    tomorrow,
    unknownError,
    useful,
    video,
    week,
    why,
    whyNotOthers,
    whyThis,
    wrong,
    yes,
    yourAnswer,
    yourAnswerRight
};

/** A label with its values: {0}, {1} … */
export const say = (label, ...values) => values.reduce((text, value, at) => text.replaceAll(`{${at}}`, value), label);
