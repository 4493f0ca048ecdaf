// Generated from protocol/schemas by `npm run types`. Do not edit.

export type Id = string;
/**
 * Milliseconds since the Unix epoch, on the store's clock.
 */
export type Instant = number;
/**
 * Grows by one with every recorded event.
 */
export type Revision = number;
/**
 * Changes when the store was lost and begun anew: revisions of two epochs can't be compared.
 */
export type Epoch = string;
export type NumberOfPeople = number;
/**
 * 128 random bits, hex: a vote's name.
 */
export type Nonce = string;
export type Attempt = number;
export type ChoiceList = Id[];
export type Layout = 'hall' | 'rostrum' | 'caption' | 'result' | 'card';
export type SocketRole = 'deputy' | 'console' | 'screen' | 'live';
export type AccountRole = 'admin' | 'moderator' | 'director' | 'scrutineer';
export type AccountName = string;
export type TimerKind = 'question' | 'answer' | 'follow_up';
export type ScaleId = 'satisfaction3' | 'satisfaction4_abstain';
export type Denominator = 'entitled' | 'present' | 'cast' | 'valid';
export type Press = 'first' | 'last';
export type Display = 'delayed' | 'immediate';
/**
 * 1 s to 24 h.
 */
export type Duration = number;
export type DueDate = string;
/**
 * Why a message was not followed. Pages translate it.
 */
export type RefusedCode =
  | 'bad_message'
  | 'nonce_reused'
  | 'id_reused'
  | 'ballot_not_open'
  | 'not_checked_in'
  | 'not_entitled'
  | 'no_such_choice'
  | 'attempt_superseded'
  | 'already_voted'
  | 'too_many_votes'
  | 'unavailable'
  | 'stale_revision'
  | 'not_allowed'
  | 'inquiry_not_running'
  | 'inquiry_finished'
  | 'already_started'
  | 'checkin_not_open'
  | 'no_such_item'
  | 'no_such_ballot'
  | 'no_such_deputy'
  | 'no_such_screen'
  | 'no_such_inquiry'
  | 'ballot_already_open'
  | 'ballot_not_draft'
  | 'ballot_not_closed'
  | 'ballot_not_confirmed'
  | 'ballot_not_ended'
  | 'ballot_exists'
  | 'nothing_to_confirm'
  | 'already_confirmed'
  | 'nothing_to_void'
  | 'ballot_open'
  | 'no_deadline'
  | 'quorum_not_met'
  | 'store_not_durable'
  | 'timer_not_running'
  | 'bad_duration'
  | 'bad_date'
  | 'bad_text'
  | 'limit_reached'
  | 'unsupported';
/**
 * Why an HTTP request was not followed. Pages translate it.
 */
export type ErrorCode =
  | 'bad_request'
  | 'bad_json'
  | 'unknown_field'
  | 'missing_field'
  | 'bad_field'
  | 'unsupported_secrecy'
  | 'method_not_allowed'
  | 'damaged_record'
  | 'not_signed_in'
  | 'bad_credentials'
  | 'bad_key'
  | 'foreign_origin'
  | 'not_allowed'
  | 'no_such_inquiry'
  | 'no_such_item'
  | 'no_such_ballot'
  | 'no_such_deputy'
  | 'no_such_screen'
  | 'no_such_page'
  | 'exists'
  | 'frozen'
  | 'ballot_not_ended'
  | 'stale_revision'
  | 'too_large'
  | 'unsupported_media_type'
  | 'too_many_requests'
  | 'limit_reached'
  | 'unavailable'
  | 'unsupported';
export type InquiryState = 'draft' | 'checkin' | 'running' | 'finished';
export type BallotState = 'draft' | 'open' | 'closed' | 'confirmed' | 'revealed' | 'void';
/**
 * Grows by one with every recorded event.
 */
export type Expect = number;
/**
 * What an operator asks for; answered by done or refused. The same id again gets the first done.
 */
export type Command =
  | OpenCheckinCommand
  | StartCommand
  | SelectItemCommand
  | OpenBallotCommand
  | ExtendBallotCommand
  | CloseBallotCommand
  | DraftBallotCommand
  | ConfirmCountCommand
  | RevealBallotCommand
  | VoidBallotCommand
  | EnterPaperCountCommand
  | StartTimerCommand
  | PauseTimerCommand
  | StopTimerCommand
  | ShowCommand
  | PanicCommand
  | RecordCommitmentCommand
  | CheckInCommand
  | CheckOutCommand
  | FinishCommand;
/**
 * Numerator (not above the denominator) and denominator.
 *
 * @minItems 2
 * @maxItems 2
 */
export type Fraction = [number, number];
export type ServerMessage = Count | Done | Pong | Presence | Progress | Receipt | Refused | View | Welcome | You;
export type ClientMessage = Checkin | Command | Painted | Ping | Vote;

/**
 * Votes by choice.
 */
export interface Counts {
  [k: string]: number;
}
/**
 * The sealed count, to scrutineers only, while a ballot that needs them is closed.
 */
export interface Count {
  type: 'count';
  ballot: Id;
  counts: Counts;
}
/**
 * A command or check-in was done.
 */
export interface Done {
  type: 'done';
  id: Id;
  rev: Revision;
}
/**
 * The answer to ping.
 */
export interface Pong {
  type: 'pong';
  /**
   * As in the ping.
   */
  t: number;
  server_time: Instant;
}
export interface ScreenPresence {
  id: Id;
  /**
   * The revision that it has really drawn; null before the first.
   */
  painted: Revision | null;
}
/**
 * Who is connected to any node now; for role console, and no part of the record.
 */
export interface Presence {
  type: 'presence';
  server_time: Instant;
  deputies: Id[];
  screens: ScreenPresence[];
  viewers: number;
  store: 'ready' | 'away' | 'not_durable';
}
/**
 * How many have voted in the open ballot, and once more after it closed.
 */
export interface Progress {
  type: 'progress';
  ballot: Id;
  cast: NumberOfPeople;
  eligible: NumberOfPeople;
  server_time: Instant;
  /**
   * For role console only.
   */
  not_voted?: Id[];
  counts?: Counts;
}
/**
 * A vote that is counted and durable; the same for ever for the same nonce.
 */
export interface Receipt {
  type: 'receipt';
  nonce: Nonce;
  ballot: Id;
  attempt: Attempt;
  receipt: string;
  at: Instant;
  choice?: Id;
  choices?: ChoiceList;
  score?: number;
}
/**
 * A message was not followed; final for that nonce, unavailable aside.
 */
export interface Refused {
  type: 'refused';
  nonce?: Nonce;
  id?: Id;
  code: RefusedCode;
  message: string;
}
export interface InquiryView {
  id: Id;
  title: string;
  language: string;
  state: InquiryState;
  /**
   * The item that is up.
   */
  item: Id | null;
  present: NumberOfPeople;
  entitled: NumberOfPeople;
  items: ItemView[];
  ballots: BallotView[];
  timer: TimerView | null;
  commitments: CommitmentView[];
  /**
   * For roles screen and console only.
   */
  screens?: ScreenView[];
  /**
   * For role console only.
   */
  deputies?: DeputyView[];
}
export interface ItemView {
  id: Id;
  department: string;
  respondent: string;
  title: string;
  question: string;
}
export interface BallotView {
  id: Id;
  title: string;
  item: Id;
  round: number;
  state: BallotState;
  /**
   * null until opened.
   */
  opens_at: Instant | null;
  /**
   * The deadline, null without one; the instant of closing afterwards.
   */
  closes_at: Instant | null;
  duration_ms?: Duration | null;
  electorate: Id;
  secrecy: 'named';
  press: Press;
  display: Display;
  scrutineers: number;
  confirmations: number;
  show_not_voted: boolean;
  follows?: Id;
  void_reason?: string;
  /**
   * The rule in words.
   */
  rule: string;
  scale: ScaleView;
  result?: ResultView;
}
export interface ScaleView {
  id: ScaleId;
  choices: ChoiceView[];
}
export interface ChoiceView {
  id: Id;
  label: string;
  colour: 'green' | 'blue' | 'red' | 'yellow' | 'grey';
}
export interface ResultView {
  counts: Counts;
  cast: NumberOfPeople;
  valid: NumberOfPeople;
  entitled: NumberOfPeople;
  present: NumberOfPeople;
  not_voted: NumberOfPeople;
  verdict: VerdictView;
  /**
   * By choice, of the rule's denominator, rounded half up.
   */
  percent: {
    [k: string]: string;
  };
  /**
   * 测评得分; only where the rule has weights.
   */
  score?: string;
  digest: string;
}
export interface VerdictView {
  name: string | null;
  /**
   * The deciding rule in words.
   */
  rule: string;
  /**
   * Whole votes above (≥ 0) or short of (< 0) what was needed.
   */
  margin: number;
}
export interface TimerView {
  kind: TimerKind;
  state: 'running' | 'paused';
  duration_ms: Duration;
  ends_at: Instant | null;
  remaining_ms: number | null;
}
export interface CommitmentView {
  id: Id;
  item: Id;
  text: string;
  due: DueDate;
  at: Instant;
}
export interface ScreenView {
  id: Id;
  name: string;
  layout: Layout;
  panic: boolean;
}
export interface DeputyView {
  id: Id;
  name: string;
  group: string;
  electorates: Id[];
  checked_in: boolean;
}
/**
 * A role's whole view; replaces the last.
 */
export interface View {
  type: 'view';
  epoch: Epoch;
  rev: Revision;
  server_time: Instant;
  inquiry: InquiryView;
}
export interface WelcomeDeputy {
  id: Id;
  name: string;
  group: string;
  checked_in: boolean;
}
export interface WelcomeOperator {
  account: AccountName;
  role: AccountRole;
}
export interface WelcomeScreen {
  id: Id;
  name: string;
}
/**
 * The first frame on every socket.
 */
export interface Welcome {
  type: 'welcome';
  protocol: 1;
  role: SocketRole;
  server_time: Instant;
  epoch: Epoch;
  you?: WelcomeDeputy | WelcomeOperator | WelcomeScreen;
}
export interface OwnVote {
  choice?: Id;
  choices?: ChoiceList;
  score?: number;
  attempt: Attempt;
  receipt: string;
}
/**
 * A deputy's own part, whole; after welcome and when it changes.
 */
export interface You {
  type: 'you';
  checked_in: boolean;
  /**
   * By ballot: the vote that counts now.
   */
  votes: {
    [k: string]: OwnVote;
  };
}
/**
 * A deputy checks in; answered by done.
 */
export interface Checkin {
  type: 'checkin';
  id: Id;
}
export interface OpenCheckinCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'open_checkin';
  args: {};
}
export interface StartCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'start';
  args: {};
}
export interface SelectItemCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'select_item';
  args: {
    item: Id;
  };
}
export interface OpenBallotCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'open_ballot';
  args: {
    ballot: Id;
    /**
     * 1000 to 86400000; otherwise bad_duration.
     */
    duration_ms?: number;
  };
}
export interface ExtendBallotCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'extend_ballot';
  args: {
    ballot: Id;
    /**
     * 1000 to 86400000; otherwise bad_duration.
     */
    by_ms: number;
  };
}
export interface CloseBallotCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'close_ballot';
  args: {
    ballot: Id;
  };
}
export interface DraftBallotCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'draft_ballot';
  args: {
    ballot: Id;
    follows: Id;
  };
}
export interface ConfirmCountCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'confirm_count';
  args: {
    ballot: Id;
  };
}
export interface RevealBallotCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'reveal_ballot';
  args: {
    ballot: Id;
  };
}
export interface VoidBallotCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'void_ballot';
  args: {
    ballot: Id;
    /**
     * Not blank; otherwise bad_text.
     */
    reason: string;
  };
}
export interface EnterPaperCountCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'enter_paper_count';
  args: {
    ballot: Id;
    counts: Counts;
  };
}
export interface StartTimerCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'start_timer';
  args: {
    kind: TimerKind;
    /**
     * 1000 to 86400000; otherwise bad_duration.
     */
    duration_ms: number;
  };
}
export interface PauseTimerCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'pause_timer';
  args: {};
}
export interface StopTimerCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'stop_timer';
  args: {};
}
export interface ShowCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'show';
  args: {
    screen: Id;
    layout: Layout;
  };
}
export interface PanicCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'panic';
  args: {
    screen: Id;
  };
}
export interface RecordCommitmentCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'record_commitment';
  args: {
    item: Id;
    /**
     * Not blank; otherwise bad_text.
     */
    text: string;
    /**
     * YYYY-MM-DD; otherwise bad_date.
     */
    due: string;
  };
}
export interface CheckInCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'check_in';
  args: {
    deputy: Id;
  };
}
export interface CheckOutCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'check_out';
  args: {
    deputy: Id;
  };
}
export interface FinishCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'finish';
  args: {};
}
/**
 * The revision that a screen has really drawn.
 */
export interface Painted {
  type: 'painted';
  rev: Revision;
}
/**
 * Measures the distance to the server and to its clock.
 */
export interface Ping {
  type: 'ping';
  t: number;
}
/**
 * Sent again, byte for byte, until a receipt or a refusal came.
 */
export interface Vote {
  type: 'vote';
  nonce: Nonce;
  ballot: Id;
  attempt: Attempt;
  choice?: Id;
  choices?: ChoiceList;
  score?: number;
}
/**
 * POST /api/v1/accounts
 */
export interface AccountRequest {
  account: AccountName;
  password: string;
  role: AccountRole;
}
export interface DeputyDefinition {
  id: Id;
  name: string;
  group?: string;
  /**
   * Entitled in the ballots that name one of them.
   */
  electorates: Id[];
}
export interface ItemDefinition {
  id: Id;
  department: string;
  respondent?: string;
  title: string;
  question?: string;
}
export interface BallotDefinition {
  id: Id;
  item: Id;
  title: string;
  electorate: Id;
  /**
   * Secret ballots get unsupported_secrecy in this version.
   */
  secrecy?: 'named';
  scale: ScaleId;
  press?: Press;
  display?: Display;
  duration_ms?: Duration;
  grace_ms?: number;
  /**
   * How many must confirm the count before it may be revealed.
   */
  scrutineers?: number;
  show_not_voted?: boolean;
  follows?: Id;
  rule: Rule;
}
export interface Rule {
  denominator?: Denominator;
  quorum?: Quorum;
  /**
   * The first that holds is given.
   */
  verdicts?: VerdictRule[];
  /**
   * Gives result.score: the sum of weight × count, divided by valid.
   */
  weights?: {
    [k: string]: number;
  };
}
/**
 * Checked in, of the entitled; without it met a ballot can not open.
 */
export interface Quorum {
  of: 'entitled';
  at_least?: Fraction;
  more_than?: Fraction;
}
/**
 * The last one may have no bound: the otherwise.
 */
export interface VerdictRule {
  name: string;
  choices?: ChoiceList;
  of?: Denominator;
  at_least?: Fraction;
  more_than?: Fraction;
}
/**
 * An inquiry as an administrator prepares it.
 */
export interface Definition {
  id: Id;
  title: string;
  /**
   * Of the labels and of the rules in words.
   */
  language?: 'zh-CN' | 'en';
  deputies: DeputyDefinition[];
  items: ItemDefinition[];
  ballots?: BallotDefinition[];
}
/**
 * Every HTTP error.
 */
export interface HttpError {
  code: ErrorCode;
  message: string;
}
/**
 * POST /api/v1/inquiries, 201
 */
export interface InquiryCreated {
  id: Id;
  rev?: Revision;
}
/**
 * GET /api/v1/inquiries/{id}: for operators only, with the counts of void ballots.
 */
export interface InquiryDetail {
  id: Id;
  epoch?: Epoch;
  rev: Revision;
  server_time?: Instant;
  digest?: string;
  definition: Definition;
  state: InquiryView;
}
export interface InquirySummary {
  id: Id;
  title: string;
  state: InquiryState;
  rev?: Revision;
}
/**
 * GET /api/v1/inquiries
 */
export interface InquiryList {
  inquiries: InquirySummary[];
}
/**
 * POST …/join and POST …/screens/join
 */
export interface JoinRequest {
  key: string;
}
/**
 * The deputy that the key belongs to.
 */
export interface JoinAnswer {
  id: Id;
  name: string;
  group: string;
  electorates: Id[];
}
/**
 * POST …/keys: for these deputies, or for all.
 */
export interface KeysRequest {
  deputies?: Id[];
}
export interface DeputyKey {
  id: Id;
  key: string;
  /**
   * The personal link, for a letter or a QR code.
   */
  url: string;
}
/**
 * New keys; the old ones are good no more.
 */
export interface KeysAnswer {
  keys: DeputyKey[];
}
/**
 * POST /api/v1/login
 */
export interface LoginRequest {
  account: string;
  password: string;
}
/**
 * Who signed in.
 */
export interface LoginAnswer {
  account: AccountName;
  role: AccountRole;
}
/**
 * readyz with 503: why no vote could be accepted now.
 */
export interface NotReady {
  reasons: string[];
}
/**
 * POST …/screens
 */
export interface ScreenRequest {
  name: string;
  layout: Layout;
}
/**
 * POST …/screens, 201
 */
export interface ScreenAnswer {
  id: Id;
  key: string;
  url: string;
}
/**
 * The screen that the key belongs to.
 */
export interface ScreenJoinAnswer {
  id: Id;
  name: string;
  layout: Layout;
}
