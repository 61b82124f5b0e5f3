# expect: psgsh:LifeEvent-stage sh:MinCountConstraintComponent
# The life event has no code for “stage”.
DELETE WHERE { <id/life-event/example> psg:stage ?value }
