# expect: psgsh:LifeEvent-title sh:MinCountConstraintComponent
# The life event has no title.
DELETE WHERE { <id/life-event/example> dct:title ?value }
