({
    // A canvas reads its parameters once, when it is made. So there is none before the record is known, and
    // for another record another one is made: an old one would go on showing the record before.
    show: function (component) {
        component.set("v.parameters", "");
        window.setTimeout(
            $A.getCallback(function () {
                var recordId = component.isValid() && component.get("v.recordId");
                if (recordId) {
                    component.set("v.parameters", JSON.stringify({ recordId: recordId }));
                }
            }),
            0
        );
    }
})
