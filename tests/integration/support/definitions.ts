// Definitions for tests, from a few words.
import type { BallotDefinition, Definition, DeputyDefinition, Rule } from '../../../web/src/shared/messages.generated';

let made = 0;

// An id that no other test of this run has.
export function freshId(prefix: string): string {
  made += 1;
  return `${prefix}-${process.pid}-${made}`;
}

export const choices = ['satisfied', 'basically_satisfied', 'dissatisfied'] as const;

export const plainRule: Rule = {
  denominator: 'valid',
  verdicts: [
    { name: '满意', choices: ['satisfied'], of: 'entitled', at_least: [1, 2] },
    { name: '基本满意', choices: ['satisfied', 'basically_satisfied'], of: 'entitled', more_than: [1, 2] },
    { name: '不满意' },
  ],
};

export function ballot(id: string, more: Partial<BallotDefinition> = {}): BallotDefinition {
  return {
    id,
    item: 'i1',
    title: '对答复的满意度测评',
    electorate: 'deputies',
    secrecy: 'named',
    scale: 'satisfaction3',
    press: 'last',
    display: 'delayed',
    rule: plainRule,
    ...more,
  };
}

export function deputyId(n: number): string {
  return `d${String(n).padStart(3, '0')}`;
}

export function roll(n: number): DeputyDefinition[] {
  return Array.from({ length: n }, (_, i) => ({
    id: deputyId(i + 1),
    name: `代表${String(i + 1).padStart(3, '0')}`,
    group: i % 2 === 0 ? '城关镇' : '池河镇',
    electorates: ['deputies'],
  }));
}

export function definition(deputies: number, ballots: BallotDefinition[], more: Partial<Definition> = {}): Definition {
  return {
    id: freshId('evening'),
    title: '优化营商环境专题问政',
    language: 'zh-CN',
    deputies: roll(deputies),
    items: [
      { id: 'i1', department: '住房和城乡建设局', respondent: '局长', title: '小区物业管理', question: '物业服务为什么跟不上？' },
      { id: 'i2', department: '行政审批服务局', respondent: '局长', title: '优化营商环境', question: '办证为什么要跑多次？' },
    ],
    ballots,
    ...more,
  };
}
