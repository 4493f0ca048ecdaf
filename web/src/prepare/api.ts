// The calls of preparation and papers.
import type {
  AccountRole,
  AccountSummary,
  Accounts,
  Audit,
  Check,
  Definition,
  Empty,
  InquiryCreated,
  InquiryDetail,
  InquirySummary,
  KeysAnswer,
  Presets,
} from "@shared/messages.generated";
import { request_json, request_text } from "./request";

/** The list may say how many are in the hall, and of how many. */
export interface Summary extends InquirySummary {
  present?: number;
  entitled?: number;
}

const inquiries = "/api/v1/inquiries";
const at = (id: string) => `${inquiries}/${encodeURIComponent(id)}`;
const accounts = "/api/v1/accounts";

export const list_inquiries = () => request_json<{ inquiries: Summary[] }>("GET", inquiries);
export const read_inquiry = (id: string) => request_json<InquiryDetail>("GET", at(id));
export const create_inquiry = (definition: Definition) => request_json<InquiryCreated>("POST", inquiries, definition);
export const change_inquiry = (definition: Definition, rev: number) =>
  request_json<InquiryCreated>("PUT", at(definition.id), definition, { "If-Match": String(rev) });
export const check_definition = (definition: Definition) =>
  request_json<Check>("POST", `${inquiries}/check`, definition);
export const read_presets = () => request_json<Presets>("GET", "/api/v1/presets");
export const make_keys = (id: string, deputies: string[] | null) =>
  request_json<KeysAnswer>("POST", `${at(id)}/keys`, deputies === null ? {} : { deputies });
export const create_rehearsal = (id: string) => request_json<InquiryCreated>("POST", `${at(id)}/rehearsals`, {});
export const read_record = (id: string) => request_text("GET", `${at(id)}/record`);

export const list_accounts = () => request_json<Accounts>("GET", accounts);
export const create_account = (account: string, password: string, role: AccountRole) =>
  request_json<AccountSummary>("POST", accounts, { account, password, role });
export const change_account = (account: string, change: { password?: string; role?: AccountRole }) =>
  request_json<AccountSummary>("PUT", `${accounts}/${encodeURIComponent(account)}`, change);
export const delete_account = (account: string) => request_json<Empty>("DELETE", `${accounts}/${encodeURIComponent(account)}`);
export const read_audit = (before: string) => request_json<Audit>("GET", `/api/v1/audit${before === "" ? "" : `?before=${before}`}`);
export const sign_out = () => request_json<Empty>("POST", "/api/v1/logout", {});
