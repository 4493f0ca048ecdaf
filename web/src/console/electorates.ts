import { t_maybe } from "@shared/i18n";

/** Who votes, in words; an electorate of the body's own as it is called. */
export const electorate_name = (id: string): string => t_maybe(`console.electorate.${id}`) ?? id;
