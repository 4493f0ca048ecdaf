// The calls of preparation and papers.
import type { AccountRole, InquiryState, InquiryView, KeysAnswer } from "@shared/messages.generated";
import type { CheckedBallot } from "./model/check";
import type { WireDefinition } from "./model/definition";
import type { Presets } from "./model/rules";
import { request_json, request_text } from "./request";

export interface Account {
  account: string;
  role: AccountRole;
}

export interface Summary {
  id: string;
  title: string;
  state: InquiryState;
  rev: number;
  present?: number;
  entitled?: number;
  rehearsal?: boolean;
}

export interface Saved {
  id: string;
  rev: number;
  warnings?: { ballot: string; code: string }[];
}

export interface Detail {
  id: string;
  rev: number;
  digest?: string;
  definition: WireDefinition;
  state: InquiryView;
}

const inquiries = "/api/v1/inquiries";
const at = (id: string) => `${inquiries}/${encodeURIComponent(id)}`;
const accounts = "/api/v1/accounts";

export const list_inquiries = () => request_json<{ inquiries: Summary[] }>("GET", inquiries);
export const read_inquiry = (id: string) => request_json<Detail>("GET", at(id));
export const create_inquiry = (definition: WireDefinition) => request_json<Saved>("POST", inquiries, definition);
export const change_inquiry = (definition: WireDefinition, rev: number) =>
  request_json<Saved>("PUT", at(definition.id), definition, { "If-Match": String(rev) });
export const check_definition = (definition: WireDefinition) =>
  request_json<{ ballots: CheckedBallot[] }>("POST", `${inquiries}/check`, definition);
export const read_presets = () => request_json<Presets>("GET", "/api/v1/presets");
export const make_keys = (id: string, deputies: string[] | null) =>
  request_json<KeysAnswer>("POST", `${at(id)}/keys`, deputies === null ? {} : { deputies });
export const create_rehearsal = (id: string) => request_json<Saved>("POST", `${at(id)}/rehearsals`, {});
export const read_record = (id: string) => request_text("GET", `${at(id)}/record`);

export const list_accounts = () => request_json<{ accounts: Account[] }>("GET", accounts);
export const create_account = (account: string, password: string, role: AccountRole) =>
  request_json<Account>("POST", accounts, { account, password, role });
export const change_account = (account: string, change: { password?: string; role?: AccountRole }) =>
  request_json<Account>("PUT", `${accounts}/${encodeURIComponent(account)}`, change);
export const delete_account = (account: string) => request_json<object>("DELETE", `${accounts}/${encodeURIComponent(account)}`);
export const sign_out = () => request_json<object>("POST", "/api/v1/logout", {});
