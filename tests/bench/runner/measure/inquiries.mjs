// The same viewers in one inquiry or in many on one node of wenzheng, every inquiry with as many updates.
import { Hall, definition, each } from '../hall.mjs';
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

export async function inquiries_round(context, plan, add) {
  const { client } = context;
  for (const count of plan.inquiries) {
    const server = await start_wenzheng(context);
    try {
      const { ids, operators } = await open_inquiries(server, await Hall.sign_in(server.url), count);
      await settled(server.pids());
      server.publish = () => publish_to(operators);
      const { path: _, ...viewer } = server.viewer_of('');
      const open = (group, viewers) => client.open(group, viewers, { ...viewer, paths: Array.from({ length: viewers }, (_, i) => `/ws/${ids[i % count]}/live`) });
      // One viewer each: what an update costs beside the sending, command and encoding included. Then all the others.
      await open('first', count);
      const alone = await cost_of_updates(client, server, ['first'], count, Math.ceil((plan.updates * 10) / count));
      const others = plan.viewers - count;
      await open('v', others);
      await settled(server.pids());
      const cost = await cost_of_updates(client, server, ['first', 'v'], plan.viewers, plan.updates);
      add(`inquiries.cpu_us.${count}`, cost.cpu_us);
      add(`inquiries.update_us.${count}`, alone.cpu_us);
      add(`inquiries.message_us.${count}`, (cost.cpu_us * plan.viewers - alone.cpu_us * count) / others);
      for (const operator of operators) operator.close();
      await client.close('first');
      await client.close('v');
    } finally {
      await server.stop();
    }
  }
}
