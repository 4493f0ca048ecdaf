// The calls of the papers.
import { list_inquiries, read_record } from "../prepare/api";
import { request_json, type Reply } from "../prepare/request";
import type { InquiryView, Report } from "@shared/messages.generated";

const at = (id: string) => `/api/v1/inquiries/${encodeURIComponent(id)}`;

export { list_inquiries, read_record };
export const read_report = (id: string) => request_json<Report>("GET", `${at(id)}/report`);

export async function read_evening(id: string): Promise<Reply<InquiryView>> {
  const answer = await request_json<{ state: InquiryView }>("GET", at(id));
  return answer.ok ? { ok: true, body: answer.body.state } : answer;
}
