/**
 * Words that many stories of calls have in them: which of them two stories share says nothing about who rang. The 240 that most of the
 * labelled stories of `training/` have, and some that people tell any call with.
 */
export const commonWords: ReadonlySet<string> = new Set(
  (
    'about account address after again all already an and anonymous answered any anything app are as ask asked asks ' +
    'at back bank be because been before bill bit box but by call called caller calling came can cant card case check ' +
    'code come company could date day desk did didnt do does done dont down email fine firm first five for form four ' +
    'free friday from gave genuine get give go goes going gone good got had half happened has have he hed her here ' +
    'hes hidden him his hold home how hung id if im in introduced is it its itself ive just knew know lad lady last ' +
    'left letter like line list look man manager may me might minutes mobile monday money month morning my name need ' +
    'needs never new next nice nine no nobody not nothing now number numbers of off office officer old on one only ' +
    'open or order our ours out over own page paid password pay people phone phoned phones phoning please press ' +
    'private put quite rang rather read report reported reporting right ring rings rung said same say says scam ' +
    'scammer screen see send sent service shall she shed shes shop showed shows sign signed since site six so ' +
    'somebody somehow someone something spoke still strange suspect suspicious take talked team telephone tell ten ' +
    'text that thats the their them themself themselves then there theres they theyd theyve thing this thought three ' +
    'through till time to today told too took two under unknown up us very voice want wanted wanting wants was we ' +
    'week well went were weve what when where which while who will with withheld work would yes you your yours'
  ).split(' '),
);
