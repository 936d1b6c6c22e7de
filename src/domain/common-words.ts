/**
 * Words that many stories of calls have in them: which of them two stories share says nothing about who rang. The 400 that most of the
 * labelled stories of `training/` have, and some that people tell any call with.
 */
export const commonWords: ReadonlySet<string> = new Set(
  (
    'about account accounts address admin after again agent all already also always am an and anonymous answered any ' +
    'anyone anything app are as ask asked asking asks at back bank banks be because been before being bill bit booked ' +
    'boss both box branch business but by call called caller calling calls came can cant car card cards case change ' +
    'changed chap charge check code colleague come comes coming company contract could council court credit cut date ' +
    'day days desk did didnt do does doesnt doing done dont door down due each email emailed end ever every fee fella ' +
    'file fine firm first five for form forty found four fraud free friday from front gave genuine get girl give go ' +
    'goes going gone good google got had half happened has have he head hear hed hell hello help her here hes hi ' +
    'hidden him himself his hold home hour hours house how hr hundred hung id if ill im in into introduced invoice is ' +
    'isnt it its itself ive job just keep knew know lad lady laptop last late leave left let letter licence like line ' +
    'link list log login long look looked lost lot lovely lunch machine made man manager may me message might mine ' +
    'minutes mobile monday money month more morning moved mr must my myself name need needed needs never new next ' +
    'nice night nine no nobody not nothing now number numbers of off office officer ok old on once one ones only open ' +
    'opened or order other our ours out over own page paid partner passport password pay payment payroll people ' +
    'person phone phoned phones phoning pin please police portal post press pressed private put quick quite rang ' +
    'rather read real reception refund report reported reporting right ring ringing rings room round run rung said ' +
    'same say saying says scam scammer school screen second security see send sent service set shall she shed shes ' +
    'shop should showed shows sign signed since site six small so some somebody somehow someone something sorry sort ' +
    'spoke staff still stop strange support suspect suspicious take talked tax team teams telephone tell ten text th ' +
    'that thats the their them themself themselves then there theres they theyd theyre theyve thing think this ' +
    'thought three through thursday ticket till time to today told tomorrow tonight too took transfer tuesday twice ' +
    'two typed under unknown up us use used van very voice want wanted wanting wants was wasnt way we website wed ' +
    'week well went were weve what whats when where which while who whos will with withheld woman wont work would ' +
    'wouldnt wrong year years yes you your youre yours'
  ).split(' '),
);
