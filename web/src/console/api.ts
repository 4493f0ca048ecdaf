// The HTTP calls of the console.
import { get_json, post_json } from "@shared/http";
import type { AccountRole, InquiryList, KeysAnswer, Layout, SimulationState } from "@shared/messages.generated";

export interface SignedIn {
  account: string;
  role: AccountRole;
}

export interface ScreenLink {
  id: string;
  key: string;
  url: string;
}

const inquiry_path = (inquiry: string) => `/api/v1/inquiries/${encodeURIComponent(inquiry)}`;

export const sign_in = (account: string, password: string) =>
  post_json<SignedIn>("/api/v1/login", { account, password });

export const sign_out = () => post_json<Record<string, never>>("/api/v1/logout", {});

export const read_simulation = (inquiry: string) => get_json<SimulationState>(`${inquiry_path(inquiry)}/simulation`);

export const set_simulation = (inquiry: string, running: boolean) =>
  post_json<SimulationState>(`${inquiry_path(inquiry)}/simulation`, { running });

export const list_inquiries = () => get_json<InquiryList>("/api/v1/inquiries");

export const add_screen = (inquiry: string, name: string, layout: Layout) =>
  post_json<ScreenLink>(`${inquiry_path(inquiry)}/screens`, { name, layout });

/** For these deputies, or for all of them. */
export const make_keys = (inquiry: string, deputies: string[] | null) =>
  post_json<KeysAnswer>(`${inquiry_path(inquiry)}/keys`, deputies === null ? {} : { deputies });
