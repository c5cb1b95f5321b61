import { describeTable } from '@ser/core';
import { joinTable, selectUtterances, splitCorpus, syntheticCorpus, toTable, underSample } from '@ser/datasets';
import { table } from 'arquero';

const dialects = { speaker: ['s01', 's02', 's03', 's04', 's05'], dialect: ['north', 'north', 'south', 'east', 'east'] };
const corpus = joinTable(syntheticCorpus({ speakers: 5 }), dialects, { on: 'speaker' }); // df.merge(…, on='speaker')

const clips = table(toTable(corpus)); // filter, groupby, join, pivot, toCSV, toArrowIPC … of arquero
console.log(clips.filter((d: { speaker: string }) => d.speaker !== 's05').numRows()); // 160
console.log(clips.groupby('gender').count().objects()); // [{ gender: 'female', count: 120 }, { gender: 'male', count: 80 }]

const { column, unique, top } = describeTable(toTable(corpus)); // df.describe(include='all')
console.log(column?.[3], unique?.[3], top?.[3]); // speaker 5 s01

const east = selectUtterances(corpus, ({ columns }) => columns?.dialect === 'east'); // a corpus again
console.log(east.utterances.length, splitCorpus(corpus, 'group-3:dialect').folds.length); // 80 3
console.log(underSample(corpus, { by: 'gender' }).utterances.length); // 160
