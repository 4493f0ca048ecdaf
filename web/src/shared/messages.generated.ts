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
 * Why no vote could be accepted, or no ballot opened, now.
 */
export type StoreReason =
  | 'store_away'
  | 'store_emptied'
  | 'store_damaged'
  | 'another_store'
  | 'library_newer'
  | 'not_master'
  | 'data_dir_unwritable'
  | 'disk_failed'
  | 'loading'
  | 'aof_disabled'
  | 'appendfsync_not_always'
  | 'fsync_paused_on_rewrite'
  | 'aof_write_failed'
  | 'rewrite_running'
  | 'config_unreadable'
  | 'replicas_missing'
  | 'replica_unreachable'
  | 'replica_not_durable';
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
/**
 * 0 to 100; otherwise no_such_choice.
 */
export type Score = number;
export type Text = string;
export type Colour = 'green' | 'blue' | 'red' | 'yellow' | 'grey';
export type ScaleKind = 'choices' | 'score';
/**
 * Which way an answer points; only the check of fairness looks at it.
 */
export type Tone = 'good' | 'neutral' | 'bad' | 'none';
export type RequestKind = 'speak' | 'follow_up' | 'phone_failed';
export type SpeechKind = 'speak' | 'follow_up';
export type RequestState = 'waiting' | 'called' | 'done' | 'withdrawn';
export type FairnessWarning =
  'padded_scale' | 'weighted_called_rate' | 'bad_choice_has_weight' | 'no_otherwise' | 'nothing_measured';
export type Papers = number;
export type ChoiceList = Id[];
export type Layout = 'hall' | 'rostrum' | 'caption' | 'result' | 'card' | 'ranking' | 'qr';
/**
 * SHA-256 of the content and what it is.
 */
export type EvidenceFile = string;
export type MediaType = 'image/png' | 'image/jpeg' | 'image/webp' | 'video/mp4' | 'video/webm';
export type HexColour = string;
export type SocketRole = 'deputy' | 'console' | 'screen' | 'live';
export type AccountRole = 'admin' | 'moderator' | 'director' | 'scrutineer';
export type AccountName = string;
export type TimerKind = 'question' | 'answer' | 'follow_up';
export type ScaleId =
  | 'satisfaction3'
  | 'satisfaction4_abstain'
  | 'satisfaction4_unknown'
  | 'satisfaction4_very'
  | 'approval3'
  | 'appraisal4'
  | 'score100';
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
  | 'already_requested'
  | 'no_such_request'
  | 'no_speaker'
  | 'bad_order'
  | 'item_exists'
  | 'item_in_use'
  | 'paper_count_open'
  | 'ballot_not_revealed'
  | 'bad_count'
  | 'no_late_votes'
  | 'no_such_evidence'
  | 'evidence_on_air'
  | 'nothing_showing'
  | 'not_a_video'
  | 'bad_picture'
  | 'nothing_to_take'
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
  | 'no_such_account'
  | 'last_admin'
  | 'not_a_rehearsal'
  | 'unsupported_media'
  | 'storage_full'
  | 'not_revealed'
  | 'limit_reached'
  | 'unavailable'
  | 'unsupported';
export type InquiryState = 'draft' | 'checkin' | 'running' | 'finished';
export type BallotState = 'draft' | 'open' | 'closed' | 'confirmed' | 'revealed' | 'void';
export type Decimal = string;
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
  | AdmitLateVotesCommand
  | StartTimerCommand
  | PauseTimerCommand
  | StopTimerCommand
  | ShowCommand
  | PanicCommand
  | RecordCommitmentCommand
  | CheckInCommand
  | CheckOutCommand
  | FinishCommand
  | ExtendTimerCommand
  | ReorderItemsCommand
  | SkipItemCommand
  | AddItemCommand
  | AddBallotCommand
  | AddRequestCommand
  | CallRequestCommand
  | CloseRequestCommand
  | GiveFloorCommand
  | EndSpeechCommand
  | VoteForDeputyCommand
  | PublishErratumCommand
  | PreviewCommand
  | TakeCommand
  | ReleaseCommand
  | ShowEvidenceCommand
  | HideEvidenceCommand
  | PlayEvidenceCommand
  | PauseEvidenceCommand
  | SeekEvidenceCommand
  | OrderEvidenceCommand
  | RemoveEvidenceCommand;
export type AuditAct =
  | 'signed_in'
  | 'signed_out'
  | 'account_made'
  | 'account_changed'
  | 'account_removed'
  | 'inquiry_made'
  | 'inquiry_changed'
  | 'rehearsal_made'
  | 'keys_issued'
  | 'screen_added'
  | 'simulation_set'
  | 'evidence_uploaded'
  | 'emblem_uploaded'
  | 'record_exported'
  | 'report_exported'
  | 'record_backed_up'
  | 'record_restored';
/**
 * Numerator (not above the denominator) and denominator.
 *
 * @minItems 2
 * @maxItems 2
 */
export type Fraction = [number, number];
export type ServerMessage = Count | Done | Pong | Presence | Progress | Receipt | Refused | View | Welcome | You;
export type ClientMessage = Checkin | Command | Painted | Ping | Request | Vote | Withdraw;

/**
 * Votes by choice.
 */
export interface Counts {
  [k: string]: number;
}
/**
 * Of a questionnaire: the choice of every question.
 */
export interface Answers {
  [k: string]: Id;
}
/**
 * By choice, or by score in digits.
 */
export interface PaperCounts {
  [k: string]: number;
}
/**
 * What a screen shows. Without scene it follows the moderator.
 */
export interface Picture {
  layout: Layout;
  /**
   * With hall, rostrum and caption only.
   */
  scene?: 'title' | 'question' | 'result' | 'evidence';
  item?: Id;
  ballot?: Id;
  /**
   * With layout card; otherwise title.
   */
  card?: 'title' | 'tallying' | 'wait';
}
/**
 * How a body's screens look.
 */
export interface Appearance {
  theme?: 'red' | 'blue';
  emblem?: EvidenceFile;
  background?: HexColour;
  accent?: HexColour;
}
/**
 * The sealed count, to scrutineers only, while a ballot that needs them is closed, or a correction waits for them.
 */
export interface Count {
  type: 'count';
  ballot: Id;
  counts: Counts;
  /**
   * Of a questionnaire: the counts of each question.
   */
  questions?: {
    [k: string]: Counts;
  };
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
  /**
   * Why it is not ready, in the words of readyz.
   */
  reasons?: StoreReason[];
}
export interface ElectorateProgress {
  electorate: Id;
  cast: NumberOfPeople;
  eligible: NumberOfPeople;
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
   * Of each advisory electorate apart; only where the ballot has them.
   */
  advisory?: ElectorateProgress[];
  /**
   * For role console only.
   */
  not_voted?: Id[];
  late?: NumberOfPeople;
  counts?: Counts;
}
/**
 * A vote that is durable, and counted unless it is late; the same for ever for the same nonce.
 */
export interface Receipt {
  type: 'receipt';
  nonce: Nonce;
  ballot: Id;
  attempt: Attempt;
  receipt: string;
  at: Instant;
  choice?: Id;
  choices?: Answers;
  score?: number;
  /**
   * It came after the close, within the grace of the rule: counted only if the moderator admits late votes.
   */
  late?: true;
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
   * Every surface shows 彩排.
   */
  rehearsal: boolean;
  /**
   * Who has the floor.
   */
  speaker: SpeakerView | null;
  /**
   * For roles screen and console only: what waits or was called, oldest first.
   */
  requests?: RequestView[];
  /**
   * For roles screen and console only.
   */
  screens?: ScreenView[];
  /**
   * For role console only.
   */
  deputies?: DeputyView[];
  item_at?: Instant;
  /**
   * Revealed results of one kind, best first; absent where there are none.
   */
  ranking?: RankingView[];
  /**
   * For roles screen and console only, in the order of showing.
   */
  evidence?: EvidenceView[];
  showing?: ShowingView;
  appearance?: Appearance;
  /**
   * What the public scans; otherwise /live/ and the inquiry's id on this server.
   */
  public_url?: string;
}
export interface ItemView {
  id: Id;
  department: string;
  respondent: string;
  title: string;
  question: string;
  /**
   * The department's own.
   */
  statement?: string;
  skipped: boolean;
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
  /**
   * For so long after the close votes are still taken, as late ones; absent where there is no grace.
   */
  grace_ms?: number;
  follows?: Id;
  void_reason?: string;
  /**
   * The rule in words.
   */
  rule: string;
  scale: ScaleView;
  /**
   * Electorates that vote for advice, counted apart.
   */
  advisory?: Id[];
  /**
   * Of a questionnaire.
   */
  questions?: QuestionView[];
  /**
   * SHA-256 of the definition that was locked at the opening.
   */
  rule_digest?: string;
  quorum?: QuorumView;
  revealed_at?: Instant;
  result?: ResultView;
  /**
   * Oldest first.
   */
  errata?: ErratumView[];
  /**
   * For role console only.
   */
  warnings?: FairnessWarning[];
  paper?: PaperView;
  erratum_waiting?: ErratumWaitingView;
}
export interface ScaleView {
  id: Id;
  kind: ScaleKind;
  min?: number;
  max?: number;
  /**
   * Of a score: the bands of its rule.
   */
  choices: ChoiceView[];
}
export interface ChoiceView {
  id: Id;
  label: string;
  colour: Colour;
}
export interface QuestionView {
  id: Id;
  title: string;
}
/**
 * Checked in now while a draft, at the close afterwards.
 */
export interface QuorumView {
  needed: NumberOfPeople;
  present: NumberOfPeople;
  met: boolean;
}
export interface ResultView {
  counts: Counts;
  cast: NumberOfPeople;
  valid: NumberOfPeople;
  entitled: NumberOfPeople;
  present: NumberOfPeople;
  not_voted: NumberOfPeople;
  verdict: VerdictView;
  percent: Percent;
  score?: Decimal;
  /**
   * 测评得分, or the rule's own name.
   */
  score_label?: string;
  /**
   * Scores left out as highest or lowest.
   */
  dropped?: number;
  advisory?: AdvisoryView[];
  combined?: CombinedView;
  questions?: QuestionResultView[];
  paper?: PaperResultView;
  /**
   * Of cast, pressed on a staff tablet.
   */
  staff_votes?: number;
  /**
   * Of cast, came after the close within the grace, and were admitted.
   */
  late_votes?: number;
  digest: string;
}
export interface VerdictView {
  name: string | null;
  /**
   * The deciding rule in words.
   */
  rule: string;
  /**
   * Above (≥ 0) or short of (< 0) what was needed, in margin_unit.
   */
  margin: number;
  /**
   * Whole votes, or hundredths of a point of a score.
   */
  margin_unit: 'votes' | 'hundredths';
  /**
   * Of a re-vote that failed again.
   */
  note?: string;
}
/**
 * By choice, of the rule's denominator, rounded half up.
 */
export interface Percent {
  [k: string]: string;
}
export interface AdvisoryView {
  electorate: Id;
  counts: Counts;
  cast: NumberOfPeople;
  valid: NumberOfPeople;
  entitled: NumberOfPeople;
  present: NumberOfPeople;
  not_voted: NumberOfPeople;
  percent: Percent;
  score?: Decimal;
}
export interface CombinedView {
  score: Decimal;
  /**
   * By electorate.
   */
  weights: {
    [k: string]: number;
  };
}
export interface QuestionResultView {
  id: Id;
  title: string;
  counts: Counts;
  cast: NumberOfPeople;
  valid: NumberOfPeople;
  percent: Percent;
  score?: Decimal;
  verdict: VerdictView;
}
export interface PaperResultView {
  counts: PaperCounts;
  issued: Papers;
  collected: Papers;
  invalid: Papers;
}
export interface ErratumView {
  reason: string;
  at: Instant;
  result?: ResultView;
}
export interface PaperView {
  state: 'waiting' | 'differs' | 'agreed';
  entries: number;
  by: AccountName[];
}
export interface ErratumWaitingView {
  reason: string;
  confirmations: number;
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
  /**
   * Who asked.
   */
  deputy: Id | null;
}
export interface SpeakerView {
  deputy: Id;
  name: string;
  group: string;
  kind: SpeechKind;
  item: Id | null;
  since: Instant;
}
export interface RequestView {
  id: Id;
  deputy: Id;
  name: string;
  group: string;
  kind: RequestKind;
  item: Id | null;
  at: Instant;
  state: 'waiting' | 'called';
  /**
   * For role console only.
   */
  text?: string;
  /**
   * For role console only: the operator who added or called it.
   */
  by?: string | null;
}
export interface ScreenView {
  id: Id;
  name: string;
  layout: Layout;
  panic: boolean;
  picture?: Picture;
  preview?: Picture;
}
export interface DeputyView {
  id: Id;
  name: string;
  group: string;
  electorates: Id[];
  checked_in: boolean;
}
export interface RankingView {
  /**
   * Equal figures share one.
   */
  place: number;
  item: Id;
  department: string;
  ballot: Id;
  figure: Decimal;
  /**
   * A score, or the share of the best verdict's choices.
   */
  label: 'score' | 'percent';
}
export interface EvidenceView {
  id: Id;
  item: Id;
  name: string;
  type: MediaType;
  url: string;
  bytes: number;
}
/**
 * While playing, the position is position_ms and the time since at.
 */
export interface ShowingView {
  evidence: Id;
  /**
   * Beside the department's statement.
   */
  beside: boolean;
  playing: boolean;
  position_ms: number;
  at: Instant;
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
export interface OwnRequest {
  id: Id;
  kind: RequestKind;
  state: RequestState;
  answer?: string;
}
export interface OwnVote {
  choice?: Id;
  choices?: Answers;
  score?: number;
  attempt: Attempt;
  receipt: string;
  /**
   * Pressed on a staff tablet.
   */
  staff?: true;
  /**
   * It came after the close, within the grace: waiting for the moderator, counted, or not.
   */
  late?: 'waiting' | 'admitted' | 'not_admitted';
}
/**
 * A deputy's own part, whole; after welcome and when it changes.
 */
export interface You {
  type: 'you';
  checked_in: boolean;
  /**
   * By ballot: the newest vote; once the ballot is announced, the one that was counted.
   */
  votes: {
    [k: string]: OwnVote;
  };
  /**
   * The newest of each kind.
   */
  requests: OwnRequest[];
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
    counts: PaperCounts;
    issued?: Papers;
    invalid?: Papers;
  };
}
export interface AdmitLateVotesCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'admit_late_votes';
  args: {
    ballot: Id;
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
    screen?: Id;
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
    deputy?: Id;
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
export interface ExtendTimerCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'extend_timer';
  args: {
    /**
     * 1000 to 86400000; otherwise bad_duration.
     */
    by_ms: number;
  };
}
export interface ReorderItemsCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'reorder_items';
  args: {
    /**
     * Every item once, in the new order; otherwise bad_order.
     */
    items: Id[];
  };
}
export interface SkipItemCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'skip_item';
  args: {
    item: Id;
    skipped: boolean;
  };
}
export interface AddItemCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'add_item';
  args: {
    item: Id;
    department: string;
    respondent?: string;
    title: string;
    question?: Text;
    after?: Id;
  };
}
export interface AddBallotCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'add_ballot';
  args: {
    ballot: Id;
    item: Id;
    title: string;
    like: Id;
  };
}
export interface AddRequestCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'add_request';
  args: {
    deputy: Id;
    kind: RequestKind;
    text?: string;
  };
}
export interface CallRequestCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'call_request';
  args: {
    request: Id;
  };
}
export interface CloseRequestCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'close_request';
  args: {
    request: Id;
    answer?: string;
  };
}
export interface GiveFloorCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'give_floor';
  args: {
    deputy: Id;
    kind: SpeechKind;
  };
}
export interface EndSpeechCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'end_speech';
  args: {};
}
export interface VoteForDeputyCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'vote_for_deputy';
  args: {
    ballot: Id;
    deputy: Id;
    choice?: Id;
    score?: Score;
    choices?: Answers;
  };
}
export interface PublishErratumCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'publish_erratum';
  args: {
    ballot: Id;
    reason: Text;
    counts?: PaperCounts;
  };
}
export interface PreviewCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'preview';
  args: {
    screen: Id;
    picture: Picture;
  };
}
export interface TakeCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'take';
  args: {
    screen?: Id;
  };
}
export interface ReleaseCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'release';
  args: {
    screen?: Id;
  };
}
export interface ShowEvidenceCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'show_evidence';
  args: {
    evidence: Id;
    beside?: boolean;
  };
}
export interface HideEvidenceCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'hide_evidence';
  args: {};
}
export interface PlayEvidenceCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'play_evidence';
  args: {};
}
export interface PauseEvidenceCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'pause_evidence';
  args: {};
}
export interface SeekEvidenceCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'seek_evidence';
  args: {
    position_ms: number;
  };
}
export interface OrderEvidenceCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'order_evidence';
  args: {
    item: Id;
    /**
     * All of the item, each once; otherwise bad_order.
     */
    evidence: Id[];
  };
}
export interface RemoveEvidenceCommand {
  type: 'command';
  id: Id;
  expect: Expect;
  name: 'remove_evidence';
  args: {
    evidence: Id;
  };
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
 * A deputy wants to speak, has a follow-up question, or says that his phone fails; answered by done or refused.
 */
export interface Request {
  type: 'request';
  id: Id;
  kind: RequestKind;
  text?: string;
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
  choices?: Answers;
  score?: Score;
}
/**
 * A deputy takes a request of his back; answered by done or refused.
 */
export interface Withdraw {
  type: 'withdraw';
  id: Id;
  request: Id;
}
/**
 * POST /api/v1/accounts
 */
export interface AccountRequest {
  account: AccountName;
  password: string;
  role: AccountRole;
}
/**
 * PUT /api/v1/accounts/{account}
 */
export interface AccountChange {
  password?: string;
  role?: AccountRole;
}
export interface AccountSummary {
  account: AccountName;
  role: AccountRole;
}
/**
 * GET /api/v1/accounts
 */
export interface Accounts {
  accounts: AccountSummary[];
}
export interface AuditEntry {
  id: string;
  at: Instant;
  /**
   * Empty where nobody has that name, and of commands on the machine itself.
   */
  account: string;
  /**
   * Of the client; of a command on the machine itself its host name.
   */
  address: string;
  what: AuditAct;
  inquiry?: Id;
  /**
   * Which account, screen, rehearsal or file.
   */
  subject?: string;
  /**
   * How many keys.
   */
  count?: number;
  /**
   * `done`, or the code of the refusal.
   */
  result: string;
}
/**
 * GET /api/v1/audit: what administrators did and who signed in, newest first. Never a key, a password or a figure.
 */
export interface Audit {
  entries: AuditEntry[];
  /**
   * There are older ones: ask again with `before` the last id.
   */
  more: boolean;
}
export interface BallotCheck {
  id: Id;
  /**
   * The rule in words.
   */
  rule: string;
  warnings: FairnessWarning[];
}
/**
 * POST /api/v1/inquiries/check: nothing is stored.
 */
export interface Check {
  ballots: BallotCheck[];
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
  /**
   * The department's own, shown beside evidence.
   */
  statement?: string;
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
  /**
   * Electorates that vote for advice, counted apart.
   */
  advisory?: Id[];
  scale: ScaleId | OwnScale;
  /**
   * A questionnaire.
   */
  questions?: QuestionDefinition[];
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
/**
 * A body's own choices.
 */
export interface OwnScale {
  choices: OwnChoice[];
}
export interface OwnChoice {
  id: Id;
  label: string;
  label_en?: string;
  colour: Colour;
  tone?: Tone;
  /**
   * false for 弃权 and 不了解.
   */
  valid?: boolean;
}
export interface QuestionDefinition {
  id: Id;
  title: string;
}
export interface Rule {
  preset?: Id;
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
  /**
   * By electorate: gives result.combined. Without it electorates are never added up.
   */
  group_weights?: {
    [k: string]: number;
  };
  drop?: DropRule;
  score_label?: string;
  /**
   * What equality in beats is.
   */
  tie?: 'misses' | 'holds' | 'named';
  tie_name?: string;
  /**
   * Said beside the otherwise of a re-vote.
   */
  second_failure?: string;
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
  at_most?: Fraction;
  less_than?: Fraction;
  beats?: ChoiceList;
  score_at_least?: number;
}
/**
 * 去掉最高分和最低分, when more than raters_above rated.
 */
export interface DropRule {
  highest: number;
  lowest: number;
  raters_above: number;
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
  rehearsal_of?: Id;
  appearance?: Appearance;
  /**
   * What the public sees and reads is that much later than the hall.
   */
  public_delay_ms?: number;
  /**
   * What the public scans from a screen; otherwise /live/ and the id on this server.
   */
  public_url?: string;
}
/**
 * POST …/emblem, 201
 */
export interface EmblemAnswer {
  file: EvidenceFile;
  type: MediaType;
  bytes: number;
}
/**
 * An object without fields: logout, a deleted account, a new rehearsal.
 */
export interface Empty {}
/**
 * Every HTTP error.
 */
export interface HttpError {
  code: ErrorCode;
  message: string;
}
/**
 * POST …/evidence, 201
 */
export interface EvidenceAnswer {
  id: Id;
  rev: Revision;
  file: EvidenceFile;
  type: MediaType;
  bytes: number;
}
export interface BallotWarning {
  ballot: Id;
  code: FairnessWarning;
}
/**
 * POST /api/v1/inquiries and …/rehearsals, 201; PUT …/{id}, 200
 */
export interface InquiryCreated {
  id: Id;
  rev: Revision;
  warnings?: BallotWarning[];
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
  rev: Revision;
  present?: NumberOfPeople;
  entitled?: NumberOfPeople;
  rehearsal: boolean;
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
  reasons: StoreReason[];
}
export interface ScalePreset {
  id: ScaleId;
  kind: ScaleKind;
  choices: OwnChoice[];
}
export interface RulePreset {
  id: Id;
  scale: ScaleId;
  name: InBothLanguages;
  note: InBothLanguages;
  rule: Rule;
}
export interface InBothLanguages {
  'zh-CN': string;
  en: string;
}
/**
 * GET /api/v1/presets
 */
export interface Presets {
  scales: ScalePreset[];
  rules: RulePreset[];
}
export interface Attendance {
  id: Id;
  name: string;
  group: string;
  checked_in_at: Instant | null;
  checked_out_at: Instant | null;
  by_hand: boolean;
  votes: number;
  speeches: number;
}
export interface Speech {
  deputy: Id;
  name: string;
  group: string;
  kind: SpeechKind;
  item: Id | null;
  from: Instant;
  to: Instant | null;
}
export interface RequestRecord {
  id: Id;
  deputy: Id;
  name: string;
  kind: RequestKind;
  text: string;
  item: Id | null;
  at: Instant;
  state: RequestState;
  by: string | null;
  answer: string;
}
export interface StaffVote {
  ballot: Id;
  deputy: Id;
  by: AccountName;
  at: Instant;
}
/**
 * GET …/{id}/report: attendance and speaking record, for operators.
 */
export interface Report {
  id: Id;
  title: string;
  attendance: Attendance[];
  speeches: Speech[];
  requests: RequestRecord[];
  staff_votes: StaffVote[];
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
  /**
   * In place of the cookie, for a page whose cookies are blocked: said as the WebSocket's subprotocol wenzheng.ticket.TICKET.
   */
  ticket: string;
}
/**
 * POST …/{id}/simulation
 */
export interface Simulation {
  running: boolean;
  deputies?: number;
}
/**
 * GET and POST …/{id}/simulation, 200
 */
export interface SimulationState {
  running: boolean;
  deputies: number;
}
