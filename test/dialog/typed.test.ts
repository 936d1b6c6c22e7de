import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isForeign, isWritten, readAside, readEmergency, tellsOfSomebody } from '../../src/dialog/typed.ts';
import { wordingFor } from '../../src/dialog/words.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const wording = wordingFor('en-GB', (await loadedKnowledge()).wording);

const emergencies = [
  ['She says there is a BOMB, it is in the post room', 'bomb'],
  ["The caller says there's a bomb", 'bomb'],
  ['He threatened to hurt my family', 'danger'],
  ['our inbox was hit by an email bomb last night', undefined],
  ['a bombastic man rang about windows', undefined],
  ['my boss will kill me if this is late', undefined],
] as const;
for (const [said, key] of emergencies)
  test(`"${said}" tells of ${key ?? 'no danger'}`, () => assert.equal(readEmergency(said, wording), key));

const written = [
  ['My boss sent me a message on WhatsApp and wants gift cards', true],
  ['I got an email from our supplier with new bank details', true],
  ['I got a text from the bank and now they are on the line', false],
  ['The bank texted me a code, the caller wants it', false],
  ['A man wants me to buy gift cards', false],
] as const;
for (const [story, is] of written)
  test(`"${story}" is ${is ? 'something to read' : 'taken for a call'}`, () =>
    assert.equal(isWritten(story, wording), is));

const foreign = [
  ['Ktoś z banku dzwoni i prosi o hasło', true],
  ['Un señor llama y pide el código', true],
  ['Bonjour, un homme de la banque m appelle et veut le code', true],
  ['Hola, me ha llamado un hombre de Microsoft y quiere entrar en mi ordenador', true],
  ['Ein Mann von Microsoft ruft an und will auf meinen Computer', true],
  ['Dzien dobry, dzwoni ktos z banku i prosi o kod', true],
  ['Um homem do banco ligou e quer que eu diga o codigo', true],
  ['Un tizio di Microsoft mi chiama e vuole installare AnyDesk', true],
  ['Buna ziua, ma suna cineva de la banca si vrea codul', true],
  ['Laba diena, kazkas skambina is banko ir praso kodo', true],
  ['Merhaba, bir adam bankadan ariyor ve kodu istiyor', true],
  ['Hallo, iemand belt mij en zegt dat hij geld wil', true],
  ['Bore da, mae rhywun wedi ffonio o r banc', true],
  ['Ms De La Cruz, El Paso office, is on hold', false],
  ['Le Creuset delivery, La Rochelle depot, driver on line', false],
  ['van met no one', false],
  ['adam rings again', false],
  ['Zoë from the café rang', false],
  ['The printer is broken', false],
  ['Größe?', false],
] as const;
for (const [said, is] of foreign)
  test(`"${said}" is ${is ? 'likely another language' : 'taken for English'}`, () =>
    assert.equal(isForeign(said, wording), is));

test('what is told of somebody is told apart from what is told of things', () => {
  assert.equal(tellsOfSomebody('The driver asks for the gate number', wording), true);
  assert.equal(tellsOfSomebody('The printer on the second floor is jammed', wording), false);
});

test('a long story that opens like a question about us is no question about us', () => {
  const long =
    'can you ring them for me because the man from the bank keeps on asking for the code from my card reader';
  assert.equal(readAside(long, wording), undefined);
  assert.equal(readAside('can you ring them for me', wording), 'cannot-ring');
});
