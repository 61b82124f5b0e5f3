# expect: psgsh:IndicatorTarget-indicator sh:ClassConstraintComponent
# The target names a performance indicator that is not described anywhere.
DELETE WHERE { <id/target/example> psg:indicator ?value } ;
INSERT DATA { <id/target/example> psg:indicator <id/indicator/nowhere> }
