// The same viewers in one inquiry or in many on one node of wenzheng, every inquiry with as many updates.
import { Hall, definition, each } from '../hall.mjs';
import { cpu_ns } from '../machine.mjs';
import { start_wenzheng } from '../contestants.mjs';
import { cost_of_updates, settled } from './fanout.mjs';

async function open_inquiries(server, cookie, count) {
  const ids = Array.from({ length: count }, (_, i) => `bench-${count}-${i + 1}`);
  const operators = await each(ids, async (id) => {
    const hall = await Hall.create(server.url, definition(id, 1), cookie);
    const operator = await hall.console();
    await operator.do('start');
    return operator;
  });
  return { ids, operators };
}

// All have come as far when they begin, so that one rev tells of all of them.
async function publish_to(operators) {
  const revs = await Promise.all(operators.map((operator) => operator.do('select_item', { item: 'i1' })));
  if (new Set(revs).size !== 1) throw new Error(`inquiries at different revs: ${revs.join(' ')}`);
  return revs[0];
}

// What a command alone costs, with a console that sees what comes of it and no viewer.
async function cost_of_a_command(server, operators, updates) {
  const times = Math.ceil((updates * 20) / operators.length);
  const before = cpu_ns(server.pids());
  for (let i = 0; i < times; i += 1) await publish_to(operators);
  return (cpu_ns(server.pids()) - before) / 1000 / times / operators.length;
}

export async function inquiries_round(context, plan, add) {
  const { client } = context;
  for (const count of plan.inquiries) {
    const server = await start_wenzheng(context);
    try {
      const { ids, operators } = await open_inquiries(server, await Hall.sign_in(server.url), count);
      await settled(server.pids());
      const command_us = await cost_of_a_command(server, operators, plan.updates);
      const paths = Array.from({ length: plan.viewers }, (_, i) => `/ws/${ids[i % count]}/live`);
      const { path: _, ...viewer } = server.viewer_of('');
      await client.open('v', plan.viewers, { ...viewer, paths });
      await settled(server.pids());
      server.publish = () => publish_to(operators);
      const cost = await cost_of_updates(client, server, ['v'], plan.viewers, plan.updates);
      add(`inquiries.cpu_us.${count}`, cost.cpu_us);
      add(`inquiries.command_us.${count}`, command_us);
      add(`inquiries.message_us.${count}`, cost.cpu_us - (command_us * count) / plan.viewers);
      for (const operator of operators) operator.close();
      await client.close('v');
    } finally {
      await server.stop();
    }
  }
}
