# expect: psgsh:LifeEvent-subEventOf sh:OrConstraintComponent
# The life event names a life event or business event that is not described anywhere.
INSERT DATA { <id/life-event/example> psg:subEventOf <id/life-event/nowhere> }
