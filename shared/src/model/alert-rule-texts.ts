import type { RuleId } from './alert-rule.js';
import type { Name } from './name.js';

/** What a rule is called, what follows when nobody acts, and what is expected of whoever takes its alert. */
export interface RuleText {
  name: Name;
  consequence: Name;
  action: Name;
}

const text = (en: string, fr: string, zh: string): Name => ({ en, fr, zh });

export const ALERT_RULE_TEXTS: Readonly<Record<RuleId, RuleText>> = {
  security_report: {
    name: text('Security report', 'Compte rendu de sécurité', '安全报告'),
    consequence: text(
      'People may be in danger and not know it.',
      'Des personnes peuvent être en danger sans le savoir.',
      '人员可能身处危险而不自知。',
    ),
    action: text(
      'Confirm the source, find who is affected, warn them.',
      'Vérifier la source, trouver qui est touché, les prévenir.',
      '核实来源，查明受影响者，并向其示警。',
    ),
  },
  convoy_attacked: {
    name: text('Convoy attacked', 'Convoi attaqué', '车队遇袭'),
    consequence: text(
      'Wounded wait for help; a second attack is likely.',
      'Des blessés attendent des secours ; une deuxième attaque est probable.',
      '伤员等待救援；可能再次遇袭。',
    ),
    action: text(
      'Get METHANE, alert medevac and reserve, warn convoys nearby.',
      'Obtenir le METHANE, alerter l’évacuation sanitaire et la réserve, prévenir les convois proches.',
      '获取METHANE报告，通知医疗后送和预备队，提醒附近车队。',
    ),
  },
  position_stale: {
    name: text('No position report', 'Pas de compte rendu de position', '未报位置'),
    consequence: text(
      'Nobody knows where the convoy is or whether it needs help.',
      'Personne ne sait où est le convoi ni s’il a besoin d’aide.',
      '无人知道车队位置或是否需要援助。',
    ),
    action: text(
      'Call by radio, then satellite phone, then the fallback of the call tree.',
      'Appeler par radio, puis par satellite, puis selon l’arbre d’appel.',
      '先用电台呼叫，再用卫星电话，然后按呼叫树备用方式联系。',
    ),
  },
  off_route: {
    name: text('Off route', 'Hors itinéraire', '偏离路线'),
    consequence: text(
      'The convoy drives where neither search nor cover was planned.',
      'Le convoi roule là où ni fouille ni appui n’étaient prévus.',
      '车队驶入未经搜排、无掩护计划的地区。',
    ),
    action: text(
      'Ask the convoy commander why; bring it back or approve the new road.',
      'Demander la raison au chef de convoi ; le ramener ou approuver le nouvel itinéraire.',
      '询问车队指挥官原因；令其返回或批准新路线。',
    ),
  },
  long_halt: {
    name: text('Long halt', 'Arrêt prolongé', '长时间停车'),
    consequence: text(
      'A column that stands is an easy target and runs out of daylight.',
      'Une colonne à l’arrêt est une cible facile et perd la lumière du jour.',
      '停滞的车队易成目标，且白昼将尽。',
    ),
    action: text(
      'Find the cause; send what it lacks or order a night position.',
      'Trouver la cause ; envoyer ce qui manque ou ordonner une position de nuit.',
      '查明原因；补充所需或下令设立夜间阵地。',
    ),
  },
  late: {
    name: text('Late', 'Retard', '晚点'),
    consequence: text(
      'Arrival slips past cover, windows and what others wait for.',
      'L’arrivée dépasse l’appui, les créneaux et l’attente des autres.',
      '抵达时间超出掩护、窗口和他方等待。',
    ),
    action: text(
      'Tell those who wait; extend approval and cover; record the reason.',
      'Prévenir ceux qui attendent ; prolonger autorisation et appui ; noter la raison.',
      '通知等待方；延长批准和掩护；记录原因。',
    ),
  },
  incident_near: {
    name: text('Incident within reach', 'Incident à portée', '附近发生事件'),
    consequence: text(
      'A convoy or site may drive into it or be next.',
      'Un convoi ou un site peut s’y engager ou être le suivant.',
      '车队或营地可能闯入或成为下一个目标。',
    ),
    action: text(
      'Warn the convoy or site; decide to halt, turn or go on.',
      'Prévenir le convoi ou le site ; décider d’arrêter, de rebrousser ou de poursuivre.',
      '提醒车队或营地；决定停止、折返或继续。',
    ),
  },
  security_worse: {
    name: text('Security worsens around a site', 'La sécurité se dégrade autour d’un site', '营地周边安全恶化'),
    consequence: text(
      'The closing may have to come early or need more cover.',
      'La fermeture peut devoir être avancée ou mieux appuyée.',
      '可能须提前关闭或加强掩护。',
    ),
    action: text(
      'Review the closing plan with the sector; decide on the date and cover.',
      'Revoir le plan de fermeture avec le secteur ; décider de la date et de l’appui.',
      '与战区复审关闭计划；决定日期和掩护。',
    ),
  },
  gate_blocked: {
    name: text('Gate blocked', 'Porte bloquée', '大门被堵'),
    consequence: text(
      'A departure from this site would meet the crowd.',
      'Un départ de ce site rencontrerait la foule.',
      '从该营地出发将遭遇人群。',
    ),
    action: text(
      'Hold the departure until the gate is reported clear.',
      'Retenir le départ jusqu’à ce que la porte soit signalée libre.',
      '在报告大门畅通前暂停出发。',
    ),
  },
  deadline_near: {
    name: text('Deadline near', 'Échéance proche', '期限临近'),
    consequence: text(
      'A site may not be closed by its day.',
      'Un site peut ne pas être fermé à la date prévue.',
      '营地可能无法按期关闭。',
    ),
    action: text(
      'Check what is left to move; ask for what is missing today.',
      'Vérifier ce qui reste à déplacer ; demander aujourd’hui ce qui manque.',
      '核查待运物资；当天申请所缺。',
    ),
  },
  deadline_passed: {
    name: text('Deadline passed', 'Échéance dépassée', '期限已过'),
    consequence: text(
      'The plan is broken; later phases slip with it.',
      'Le plan est rompu ; les phases suivantes glissent.',
      '计划已被打破；后续阶段随之推迟。',
    ),
    action: text(
      'Report to the commander; agree a new day and record it.',
      'Rendre compte au commandant ; convenir d’une nouvelle date et la consigner.',
      '报告指挥官；商定新日期并记录。',
    ),
  },
  feed_silent: {
    name: text('Feed silent', 'Flux muet', '数据源静默'),
    consequence: text(
      'The picture ages; what is shown may be wrong.',
      'L’image vieillit ; ce qui est affiché peut être faux.',
      '态势图老化；显示内容可能有误。',
    ),
    action: text(
      'Call the provider, switch to voice reports, mark what is old.',
      'Appeler le fournisseur, passer aux comptes rendus vocaux, signaler ce qui est ancien.',
      '联系提供方，改用语音报告，标明过时内容。',
    ),
  },
  relief_missing: {
    name: text('Nobody relieves the watch', 'Personne ne prend la relève', '无人接班'),
    consequence: text(
      'Who should rest goes on alone; alerts are taken late.',
      'Qui devrait se reposer continue seul ; les alertes sont prises tard.',
      '应休息者独自继续值班；警报受理将延迟。',
    ),
    action: text(
      'Call the next officer on the roster, find a substitute, sign for who must leave.',
      'Appeler l’officier suivant du tableau, trouver un remplaçant, signer pour qui doit partir.',
      '呼叫值班表上的下一位军官，寻找替班人员，为必须离开者代签。',
    ),
  },
  approval_overdue: {
    name: text('Approval overdue', 'Autorisation en retard', '批准逾期'),
    consequence: text(
      'No reply is no approval: what waits for it cannot leave.',
      'Sans réponse, pas d’autorisation : ce qui attend ne peut pas partir.',
      '未答复不等于批准:等待者无法出发。',
    ),
    action: text(
      'Ask the authority again, by name; prepare the other way; tell who waits.',
      'Relancer l’autorité nommément ; préparer l’autre voie ; prévenir ceux qui attendent.',
      '点名再次催问当局;准备替代方案;通知等待方。',
    ),
  },
  approval_expiring: {
    name: text('Approval expiring', 'Autorisation bientôt expirée', '批准即将到期'),
    consequence: text(
      'Unused at the end of its window, it must be asked anew.',
      'Inutilisée à la fin du créneau, elle devra être redemandée.',
      '窗口结束仍未使用,须重新申请。',
    ),
    action: text(
      'Use it now, or ask for a longer window today.',
      'L’utiliser maintenant ou demander aujourd’hui un créneau plus long.',
      '立即使用,或当天申请延长窗口。',
    ),
  },
  approval_refused: {
    name: text('Approval refused or revoked', 'Autorisation refusée ou retirée', '批准被拒或撤销'),
    consequence: text(
      'Convoys, sites and patients that count on it are without it.',
      'Convois, sites et patients qui comptaient dessus en sont privés.',
      '依赖它的车队、营地和伤病员失去保障。',
    ),
    action: text(
      'Warn those named; find another way; ask for the reason and raise it with the authorities.',
      'Prévenir ceux qui sont nommés ; trouver une autre voie ; demander la raison et saisir les autorités.',
      '通知相关方;另寻途径;询问理由并向当局交涉。',
    ),
  },
  flight_without_approval: {
    name: text('Flight without approval', 'Vol sans autorisation', '未经批准飞行'),
    consequence: text(
      'An aircraft with patients may be met as unknown.',
      'Un aéronef avec des patients peut être pris pour un inconnu.',
      '载有伤病员的飞机可能被视为不明目标。',
    ),
    action: text(
      'Tell every authority and unit on its way at once; keep radio contact until it has landed.',
      'Prévenir aussitôt toute autorité et unité sur le trajet ; garder le contact radio jusqu’à l’atterrissage.',
      '立即通知沿线所有当局和单位;保持无线电联系直至着陆。',
    ),
  },
  hold_too_long: {
    name: text('Held too long by customs', 'Retenue douanière trop longue', '海关扣留过久'),
    consequence: text(
      'Stocks run down and what leaves stays behind.',
      'Les stocks baissent et ce qui doit partir reste.',
      '库存下降,待撤物资滞留。',
    ),
    action: text(
      'Review the hold today; answer its ground; take it to the liaison committee.',
      'Revoir la retenue aujourd’hui ; répondre à son motif ; saisir le comité de liaison.',
      '当天复核扣留;回应其理由;提交联络委员会。',
    ),
  },
  supply_low: {
    name: text('Days of supply low', 'Jours d’autonomie faibles', '补给天数不足'),
    consequence: text(
      'The site runs out before it can leave.',
      'Le site sera à court avant de pouvoir partir.',
      '营地将在撤离前断供。',
    ),
    action: text(
      'Ration; send from another site or by air; press for the release.',
      'Rationner ; envoyer d’un autre site ou par air ; insister pour la mainlevée.',
      '实行配给;从其他营地或空运补给;催促放行。',
    ),
  },
  radio_check_missed: {
    name: text('Radio check missed', 'Contact radio manqué', '未按时无线电联络'),
    consequence: text(
      'People out of contact cannot call for help, and nobody can warn them.',
      'Des gens sans contact ne peuvent appeler à l’aide, et personne ne peut les prévenir.',
      '失联人员无法求援,也无人能向其示警。',
    ),
    action: text(
      'Call by the fallback means; then the posts of the call tree in order; look at the last position; say who goes to look.',
      'Appeler par le moyen de secours ; puis les postes de l’arbre d’appel dans l’ordre ; regarder la dernière position ; dire qui va voir.',
      '用备用手段呼叫;再按呼叫树依次呼叫各岗位;查看最后位置;指定前往查看者。',
    ),
  },
  guard_below_minimum: {
    name: text('Guard below minimum', 'Garde sous le minimum', '警卫低于最低人数'),
    consequence: text(
      'The site cannot be held, nor its last convoy covered.',
      'Le site ne peut être tenu, ni son dernier convoi couvert.',
      '营地无法守住,最后车队也无掩护。',
    ),
    action: text(
      'Stop further departures; send guards or bring the last departure forward; record who decided.',
      'Arrêter les départs ; envoyer des gardes ou avancer le dernier départ ; consigner qui a décidé.',
      '停止继续撤出;增派警卫或提前最后撤离;记录决定者。',
    ),
  },
  medevac_limit: waiting('Medevac limit passed', 'Délai d’évacuation sanitaire dépassé', '医疗后送超时'),
};

/** A rule whose feed is not taken in yet. */
function waiting(en: string, fr: string, zh: string): RuleText {
  return {
    name: text(en, fr, zh),
    consequence: text(
      'Not watched: its feed is not connected yet.',
      'Non surveillé : son flux n’est pas encore raccordé.',
      '未监测：其数据源尚未接入。',
    ),
    action: text('Watch it by hand.', 'Surveiller à la main.', '人工监测。'),
  };
}
