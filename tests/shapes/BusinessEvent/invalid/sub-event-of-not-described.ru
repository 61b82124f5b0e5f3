# expect: psgsh:BusinessEvent-subEventOf sh:OrConstraintComponent
# The business event names a life event or business event that is not described anywhere.
INSERT DATA { <id/business-event/example> psg:subEventOf <id/life-event/nowhere> }
