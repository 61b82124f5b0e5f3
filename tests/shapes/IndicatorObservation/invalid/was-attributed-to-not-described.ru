# expect: psgsh:IndicatorObservation-wasAttributedTo sh:OrConstraintComponent
# The observation names an organisation or digital service team that is not described anywhere.
INSERT DATA { <id/observation/example> prov:wasAttributedTo <id/organisation/nowhere> }
